package org.retrograde.experiments.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PyTorch on the same {@link Workload}s, in a process of its own that waits between requests. */
public final class TorchPeer implements AutoCloseable {

  private static final String SCRIPT = "torch_workload.py";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;
  private final String version;

  /**
   * Starts a process.
   *
   * @param python a Python that has PyTorch
   * @param threads of each operation
   * @throws IOException if it cannot be started, or has no PyTorch
   */
  public TorchPeer(String python, int threads) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(python, "-c", script(), Integer.toString(threads)))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    String count = Integer.toString(threads);
    // Two pools of threads that spin while they wait take the cores from each other. With this
    // PyTorch's two threads are as fast as its one, without it they were half as fast.
    builder
        .environment()
        .putAll(
            Map.of(
                "OMP_NUM_THREADS",
                count,
                "OPENBLAS_NUM_THREADS",
                count,
                "OMP_WAIT_POLICY",
                "passive"));
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
    String first = answers.readLine();
    if (first == null) {
      close();
      throw new IOException(python + " cannot import torch");
    }
    version = first;
  }

  private static String script() throws IOException {
    try (InputStream source = TorchPeer.class.getResourceAsStream(SCRIPT)) {
      if (source == null) {
        throw new IllegalStateException(SCRIPT + " is missing from this build");
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the version of PyTorch and the name of its BLAS. */
  public String version() {
    return version;
  }

  /** Returns whether it runs on the reference BLAS, against which nothing is slow. */
  public boolean hasSlowBlas() {
    return version.endsWith(" reference");
  }

  /**
   * Has it do something.
   *
   * @param what {@code train} or {@code hypergradient}
   * @param workload {@code narrow} or {@code wide}
   * @return the seconds it took
   */
  double seconds(String what, String workload, int steps) {
    request(what, workload, steps);
    return answer();
  }

  /** Sends a request without waiting. */
  void request(String what, String workload, int steps) {
    try {
      requests.write(String.format(Locale.ROOT, "%s %s %d%n", what, workload, steps));
      requests.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch does not listen any more", e);
    }
  }

  /** Waits for the answer to a request: the seconds it took. */
  double answer() {
    try {
      @Nullable String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("PyTorch ended without an answer");
      }
      return Double.parseDouble(line);
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch does not answer any more", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
