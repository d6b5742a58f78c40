package org.retrograde.experiments.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Files on their way to a server that takes them itself, as {@code mlflow server} does. MLflow's
 * client for Java knows no way but to start its Python program, which need not be here.
 */
final class MlflowFiles {

  /** Where a run's files live that go through the server. */
  static final String SCHEME = "mlflow-artifacts:";

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST).build();
  private final String server;
  private final MlflowLogin login;

  MlflowFiles(String server, MlflowLogin login) {
    this.server = server;
    this.login = login;
  }

  /**
   * Sends a file.
   *
   * @param place of the run's files, of {@link #SCHEME}
   * @throws IOException if the server cannot be reached or is out of order
   * @throws IllegalStateException if it refuses the file
   */
  void put(String place, Path file) throws IOException {
    String below = URI.create(place).getPath();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/api/2.0/mlflow-artifacts/artifacts%s/%s"
                        .formatted(server, below, file.getFileName())))
            .timeout(LONGEST)
            .PUT(HttpRequest.BodyPublishers.ofFile(file));
    login.header().ifPresent(value -> request.header("Authorization", value));
    int status = send(request.build());
    if (status >= 500) {
      throw new IOException("%s: the server answers %d".formatted(file.getFileName(), status));
    }
    if (status >= 300) {
      throw new IllegalStateException(
          "%s: the server answers %d".formatted(file.getFileName(), status));
    }
  }

  private int send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
