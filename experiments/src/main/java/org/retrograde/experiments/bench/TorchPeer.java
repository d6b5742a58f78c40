package org.retrograde.experiments.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PyTorch on the same workloads, in a process of its own that waits between requests. */
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
   * What came of a request.
   *
   * @param seconds by the clock
   * @param processorSeconds of all threads
   * @param result the final loss, or the sum of the hypergradient
   */
  record Answer(double seconds, double processorSeconds, double result) {}

  /**
   * Has it do something.
   *
   * @param what {@code train}, {@code hypergradient}, or {@code memory}, whose seconds are
   *     megabytes
   * @param workload {@code narrow}, {@code wide}, or the file of a {@link TransformerWorkload}
   */
  Answer answer(String what, int steps, String workload) {
    request(what, steps, workload);
    return answer();
  }

  /** Has it do something; returns the seconds it took. */
  double seconds(String what, int steps, String workload) {
    return answer(what, steps, workload).seconds();
  }

  /** Sends a request without waiting. */
  void request(String what, int steps, String workload) {
    try {
      requests.write(String.format(Locale.ROOT, "%s %d %s%n", what, steps, workload));
      requests.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch does not listen any more", e);
    }
  }

  /** Waits for the answer to a request. */
  Answer answer() {
    try {
      @Nullable String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("PyTorch ended without an answer");
      }
      List<Double> numbers = Arrays.stream(line.split(" ", -1)).map(Double::valueOf).toList();
      return new Answer(numbers.get(0), numbers.get(1), numbers.get(2));
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch does not answer any more", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
