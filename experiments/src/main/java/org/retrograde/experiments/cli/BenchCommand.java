package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.suite.OptimizerBench;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what docs/performance.md says of the exact updates. */
@Command(
    name = "bench",
    description =
        "Times the exact update of every optimizer on this machine, forward and back, and shows the"
            + " bits that going back takes.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--device", paramLabel = "host|nd4j", description = "Where arrays live.")
  private String device = "host";

  @Option(names = "--steps", paramLabel = "N", description = "Steps of a run; default 200.")
  private int steps = 200;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Runs to take medians of; default 7.")
  private int repeats = 7;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (steps < 1 || repeats < 1) {
      throw new WrongInputException(
          "--steps and --repeats must be at least 1, got %d and %d".formatted(steps, repeats));
    }
    List<OptimizerBench.Figure> figures;
    try (Device opened = DeviceOptions.open(device, Precision.FLOAT32, 1)) {
      figures = new OptimizerBench(opened, steps, repeats).run();
    }
    print(figures);
    return ExitCode.DONE;
  }

  private void print(List<OptimizerBench.Figure> figures) {
    PrintWriter out = Streams.of(spec).out();
    if (json) {
      out.println(Json.of(figures));
    } else {
      out.printf(
          "%-30s %12s %12s %12s %12s %12s%n",
          "a parameter and step", "forward, ns", "back, ns", "bits", "allocated", "entropy");
      for (OptimizerBench.Figure figure : figures) {
        out.printf(
            Locale.ROOT,
            "%-30s %12.2f %12.2f %12.5f %12.5f %12.5f%n",
            figure.optimizer(),
            figure.forwardNanos(),
            figure.backwardNanos(),
            figure.accountedBits(),
            figure.allocatedBits(),
            figure.entropyBits());
      }
    }
    out.flush();
  }
}
