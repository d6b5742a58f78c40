package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.bench.EngineBench;
import org.retrograde.experiments.bench.Figure;
import org.retrograde.experiments.bench.Peers;
import org.retrograde.experiments.bench.Timings;
import org.retrograde.experiments.bench.TorchPeer;
import org.retrograde.experiments.bench.TransformerBench;
import org.retrograde.experiments.bench.UpdateBench;
import org.retrograde.experiments.bench.WorkersBench;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.python.BridgeBench;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what docs/performance.md says of speed and memory. */
@Command(
    name = "bench",
    description =
        "Times training, hypergradients and exact updates on this machine, and PyTorch in turn"
            + " with them.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  private static final int UPDATE_STEPS = 200;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--device", paramLabel = DeviceOptions.NAMES, description = "Where arrays live.")
  private String device = "host";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a run, PyTorch's too; default 1.")
  private int threads = 1;

  /** What is timed. */
  enum Workloads {
    MLP(100),
    TRANSFORMER(10);

    private final int steps;

    Workloads(int steps) {
      this.steps = steps;
    }
  }

  @Option(
      names = "--workload",
      paramLabel = "mlp|transformer",
      description = "What is trained: perceptrons (default), or transformers.")
  private Workloads workload = Workloads.MLP;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Steps of a timed hypergradient; default 100, of a transformer 10.")
  private @Nullable Integer stepsAsked;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measurements of each figure; default 9.")
  private int rounds = 9;

  @Option(
      names = "--against-torch",
      description = "Measures PyTorch on the same workloads in turn, and shows the ratios.")
  private boolean againstTorch;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python that has PyTorch; default /usr/bin/python3.")
  private String python = "/usr/bin/python3";

  @Option(names = "--updates-only", description = "Times the exact updates and nothing else.")
  private boolean updatesOnly;

  @Option(
      names = "--bridge",
      paramLabel = "EXPERIMENT",
      description =
          "Times the calls of its model in Python through the bridge, in turn with the same calls"
              + " in a plain loop, and nothing else.")
  private @Nullable String bridge;

  @Option(
      names = "--workers",
      paramLabel = "SECONDS",
      description =
          "Times hypergradients of so many seconds through a spool with two workers, in turn with"
              + " one, and nothing else.")
  private @Nullable Double workers;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    int steps = stepsAsked == null ? workload.steps : stepsAsked;
    if (steps < 1 || rounds < 1) {
      throw new WrongInputException(
          "--steps and --rounds must be at least 1, got %d and %d".formatted(steps, rounds));
    }
    if (updatesOnly && againstTorch) {
      throw new WrongInputException(
          "PyTorch has no exact updates to time: give --updates-only or --against-torch");
    }
    Streams streams = Streams.of(spec);
    if (bridge != null) {
      return bridge(bridge, steps, streams);
    }
    if (workers != null) {
      return workers(workers, streams);
    }
    @Nullable String torch = againstTorch ? torchVersion(streams) : null;
    Map<String, Figure> figures = new LinkedHashMap<>();
    List<UpdateBench.Cost> updates = List.of();
    Map<String, String> machine;
    // Opened here for its error messages, and so that the machine is described.
    try (Device opened = DeviceOptions.open(device, Precision.FLOAT32, threads)) {
      machine = Provenance.machine(opened);
    }
    try (ConsoleProgress progress = new ConsoleProgress(streams.err())) {
      if (!updatesOnly) {
        figures.putAll(engine(steps, progress));
      }
      if (updatesOnly || workload == Workloads.MLP) {
        try (Device opened = DeviceOptions.open(device, Precision.FLOAT32, 1)) {
          updates = new UpdateBench(opened, UPDATE_STEPS, rounds).run(progress);
        }
        UpdateBench.Cost momentum = updates.get(0);
        figures.put("updateForwardNsPerParameter", nanos(momentum.forwardNanos()));
        figures.put("updateBackwardNsPerParameter", nanos(momentum.undoNanos()));
        figures.put("updateAdjointNsPerParameter", nanos(momentum.adjointNanos()));
      }
    }
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(figures);
      all.put("optimizers", updates);
      all.put("torch", torch);
      all.put("machine", machine);
      streams.out().println(Json.of(all));
    } else {
      print(streams.out(), "PyTorch", figures, updates);
    }
    streams.out().flush();
    return ExitCode.DONE;
  }

  private int workers(double seconds, Streams streams) throws InterruptedException {
    if (!(seconds > 0)) {
      throw new WrongInputException("--workers must be above 0 seconds, got " + seconds);
    }
    try (ConsoleProgress progress = new ConsoleProgress(streams.err())) {
      return print(
          new WorkersBench(seconds, rounds, folder -> worker(folder, program())).run(progress),
          "one worker",
          streams);
    }
  }

  /** The class that the command line begins with. */
  private String program() {
    return Objects.requireNonNull(spec).root().userObject().getClass().getName();
  }

  /** This program again, as it was started, with the collector that the launcher gives workers. */
  private static List<String> worker(Path spool, String program) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.matches("-XX:.Use\\w+GC"))
        .forEach(words::add);
    words.add("-XX:+UseSerialGC");
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
    words.addAll(List.of("trial", "--spool", spool.toString(), "--idle", "3600"));
    return words;
  }

  private int bridge(String experiment, int steps, Streams streams) {
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, List.of());
    Map<String, Figure> figures;
    try (ConsoleProgress progress = new ConsoleProgress(streams.err())) {
      figures = new BridgeBench(config, steps, rounds).run(progress);
    }
    return print(figures, "plain loop", streams);
  }

  private int print(Map<String, Figure> figures, String peer, Streams streams) {
    if (json) {
      streams.out().println(Json.of(figures));
    } else {
      print(streams.out(), peer, figures, List.of());
    }
    streams.out().flush();
    return ExitCode.DONE;
  }

  private Map<String, Figure> engine(int steps, Progress progress) {
    return switch (workload) {
      case MLP -> new EngineBench(device, threads, steps, rounds).run(peers(), progress);
      case TRANSFORMER ->
          new TransformerBench(device, threads, steps, rounds).run(peers(), progress);
    };
  }

  private Peers peers() {
    return count -> againstTorch ? start(count) : null;
  }

  private static Figure nanos(Timings timings) {
    return new Figure("ns", 1, timings, null, null);
  }

  /** Starts PyTorch once, for its version and for its error message. */
  private String torchVersion(Streams streams) {
    try (TorchPeer trial = new TorchPeer(python, 1)) {
      streams.err().println("against PyTorch " + trial.version());
      if (trial.hasSlowBlas()) {
        streams
            .err()
            .println(
                "its BLAS is the reference one, many times slower than it need be; Debian has a"
                    + " fast one in libopenblas0-pthread");
      }
      streams.err().flush();
      return trial.version();
    } catch (IOException e) {
      throw new WrongInputException(
          "--against-torch needs PyTorch: %s (--python names another Python; Debian has it in"
                  .formatted(e.getMessage())
              + " python3-torch)");
    }
  }

  private TorchPeer start(int count) {
    try {
      return new TorchPeer(python, count);
    } catch (IOException e) {
      throw new IllegalStateException("PyTorch started once, but not again", e);
    }
  }

  private static void print(
      PrintWriter out, String peer, Map<String, Figure> figures, List<UpdateBench.Cost> updates) {
    out.printf("%-29s %7s %24s %24s %21s%n", "", "threads", "median (low .. high)", peer, "ratio");
    figures.forEach(
        (name, figure) ->
            out.printf(
                "%-29s %7d %24s %24s %21s%n",
                figure.unit().isEmpty() ? name : name + ", " + figure.unit(),
                figure.threads(),
                text(figure.measured()),
                figure.torch() == null ? "" : text(figure.torch()),
                figure.ratio() == null ? "" : text(figure.ratio())));
    if (updates.isEmpty()) {
      return;
    }
    out.println();
    out.printf(
        "%-29s %24s %24s %24s %8s %9s %8s%n",
        "ns a parameter and step", "forward", "undone", "adjoint", "bits", "allocated", "entropy");
    for (UpdateBench.Cost cost : updates) {
      out.printf(
          Locale.ROOT,
          "%-29s %24s %24s %24s %8.5f %9.5f %8.5f%n",
          cost.optimizer(),
          text(cost.forwardNanos()),
          cost.undoNanos().high() == 0 ? "no step is undone" : text(cost.undoNanos()),
          text(cost.adjointNanos()),
          cost.accountedBits(),
          cost.allocatedBits(),
          cost.entropyBits());
    }
  }

  private static String text(Timings timings) {
    return String.format(
        Locale.ROOT, "%.4g (%.4g .. %.4g)", timings.median(), timings.low(), timings.high());
  }
}
