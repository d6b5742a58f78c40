package org.retrograde.experiments.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.retrograde.reports.record.RunStatus;

/**
 * Tells a server of MLflow, through its own client. The run's number there is kept in the run
 * directory, so that a run that is resumed goes on under it; numbers that the server has are not
 * told again.
 */
final class MlflowTracker implements Tracker {

  /** In the run directory. */
  static final String FILE = "mlflow-run.txt";

  /** What the server takes at once. */
  private static final int MOST_PARAMETERS = 100;

  private static final int MOST_METRICS = 1000;
  private static final int LONGEST_VALUE = 500;
  private static final int GONE = 404;
  private static final int OUT_OF_ORDER = 500;
  private static final int TOO_MANY = 429;

  private final MlflowClient client;
  private final MlflowFiles files;
  private final Path directory;
  private final Map<String, Set<Long>> told = new HashMap<>();
  private Service.@Nullable RunInfo run;
  private boolean resumed;

  /**
   * Makes one; nothing is sent yet.
   *
   * @param server its address
   * @param directory of the run
   */
  MlflowTracker(String server, MlflowLogin login, Path directory) {
    String address = server.replaceFirst("/+$", "");
    this.client = new MlflowClient(login.at(address));
    this.files = new MlflowFiles(address, login);
    this.directory = directory;
  }

  @Override
  public void begin(TrackedRun begun) throws IOException {
    if (run == null) { // else it was made, and the connection broke after that
      Optional<Service.RunInfo> earlier = begun.resumed() ? earlier() : Optional.empty();
      resumed = earlier.isPresent();
      run = resumed ? earlier.get() : made(begun);
    }
    String id = run.getRunId();
    if (resumed) {
      setStatus(id, Service.RunStatus.RUNNING);
      return;
    }
    List<Service.Param> parameters =
        begun.parameters().entrySet().stream()
            .map(entry -> parameter(entry.getKey(), entry.getValue()))
            .toList();
    for (List<Service.Param> some : parts(parameters, MOST_PARAMETERS)) {
      tell(server -> server.logBatch(id, List.of(), some, List.of()));
    }
  }

  private Service.RunInfo made(TrackedRun begun) throws IOException {
    Service.RunInfo made = ask(server -> server.createRun(request(server, begun)));
    Files.writeString(directory.resolve(FILE), made.getRunId() + "\n");
    return made;
  }

  private Optional<Service.RunInfo> earlier() throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String id = Files.readString(file).strip();
    try {
      return Optional.of(ask(server -> server.getRun(id).getInfo()));
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() == GONE) { // somebody has deleted it, or this is another server
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Service.CreateRun request(MlflowClient server, TrackedRun run) {
    String experiment =
        server
            .getExperimentByName(run.experiment())
            .map(Service.Experiment::getExperimentId)
            .orElseGet(() -> server.createExperiment(run.experiment()));
    return Service.CreateRun.newBuilder()
        .setExperimentId(experiment)
        .setStartTime(System.currentTimeMillis())
        .setRunName(run.name())
        .addTags(tag("mlflow.runName", run.name()))
        .addTags(tag("mlflow.note.content", run.summary()))
        .addTags(tag("mlflow.source.name", run.command()))
        .addTags(tag("mlflow.source.type", "LOCAL"))
        .addTags(tag("made-by", "retrograde"))
        .build();
  }

  private static Service.RunTag tag(String key, String value) {
    return Service.RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  private static Service.Param parameter(String key, String value) {
    String shown =
        value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE - 1) + "…" : value;
    return Service.Param.newBuilder().setKey(name(key)).setValue(shown).build();
  }

  @Override
  public void points(String series, List<Point> points) throws IOException {
    if (run == null) {
      return; // which was said when it was refused
    }
    String id = run.getRunId();
    List<Service.Metric> metrics = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (Point point : points) {
      String key = name(series.isEmpty() ? point.key() : series + "/" + point.key());
      if (!told(id, key).contains(point.step())) {
        metrics.add(
            Service.Metric.newBuilder()
                .setKey(key)
                .setValue(point.value())
                .setStep(point.step())
                .setTimestamp(now)
                .build());
      }
    }
    for (List<Service.Metric> some : parts(metrics, MOST_METRICS)) {
      tell(server -> server.logBatch(id, some, List.of(), List.of()));
      for (Service.Metric metric : some) {
        told(id, metric.getKey()).add(metric.getStep());
      }
    }
  }

  /** Returns the steps at which the server has a number. */
  private Set<Long> told(String id, String key) throws IOException {
    Set<Long> known = told.get(key);
    if (known == null) {
      known =
          resumed
              ? ask(server -> server.getMetricHistory(id, key)).stream()
                  .map(Service.Metric::getStep)
                  .collect(Collectors.toCollection(HashSet::new))
              : new HashSet<>();
      told.put(key, known);
    }
    return known;
  }

  @Override
  public void end(RunStatus status, List<Path> written) throws IOException {
    if (run == null) {
      return;
    }
    String id = run.getRunId();
    tell(server -> server.setTerminated(id, of(status)));
    for (Path file : written) {
      send(run, file);
    }
    client.close();
  }

  private void send(Service.RunInfo to, Path file) throws IOException {
    String place = to.getArtifactUri();
    if (place.startsWith(MlflowFiles.SCHEME)) {
      files.put(place, file);
      return;
    }
    try {
      client.logArtifact(to.getRunId(), file.toFile());
    } catch (MlflowClientException e) {
      throw new IllegalStateException(
          "files go to %s, for which MLflow's client needs its program mlflow on this machine; a server started with --serve-artifacts takes them itself"
              .formatted(place),
          e);
    }
  }

  private static Service.RunStatus of(RunStatus status) {
    return switch (status) {
      case DONE -> Service.RunStatus.FINISHED;
      case FAILED -> Service.RunStatus.FAILED;
      case INTERRUPTED -> Service.RunStatus.KILLED;
      case RUNNING -> Service.RunStatus.RUNNING;
    };
  }

  /** What the client has no call for without an end time. */
  private void setStatus(String id, Service.RunStatus status) throws IOException {
    ask(
        server ->
            server.sendPost(
                "runs/update", "{\"run_id\": \"%s\", \"status\": \"%s\"}".formatted(id, status)));
  }

  private static String name(String key) {
    return key.replaceAll("[^\\p{Alnum}_. /-]", "_");
  }

  private static <T> List<List<T>> parts(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      parts.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return parts;
  }

  private void tell(Consumer<MlflowClient> message) throws IOException {
    ask(
        server -> {
          message.accept(server);
          return true;
        });
  }

  /**
   * Asks the server.
   *
   * @throws IOException if it cannot be reached, or cannot answer now
   * @throws MlflowHttpException if it refuses
   */
  private <T> T ask(Function<MlflowClient, T> question) throws IOException {
    try {
      return question.apply(client);
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() >= OUT_OF_ORDER || e.getStatusCode() == TOO_MANY) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    } catch (MlflowClientException e) {
      Throwable cause = e.getCause();
      throw new IOException(String.valueOf((cause == null ? e : cause).getMessage()), e);
    }
  }
}
