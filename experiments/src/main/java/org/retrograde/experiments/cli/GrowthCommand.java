package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.bench.GrowthBench;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.reports.html.GrowthReport;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.Growth;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how a hypergradient grows with steps and parameters. */
@Command(
    name = "growth",
    description = {
      "Measures how time and memory of one exact hypergradient grow with the steps of training and"
          + " with the parameters, and writes growth.json and growth.html.",
      "Up to 10^5 steps and 10^7 parameters it takes about a quarter of an hour and 2 GB."
    },
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {

  private static final long MEGABYTE = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--max-steps",
      paramLabel = "T",
      description = "Largest number of steps; 100,000 if not given.")
  private int maxSteps = 100_000;

  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = "Largest number of parameters; 10,000,000 if not given.")
  private int maxParameters = 10_000_000;

  @Option(
      names = "--spill-memory",
      paramLabel = "MB",
      description =
          "Megabytes of spilled words and logs in memory; more goes to a file. 1 if not given.")
  private int spillMemory = 1;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the files go, replacing earlier ones; runs/growth if not given.")
  private Path out = Path.of("runs", "growth");

  @Option(names = "--device", paramLabel = DeviceOptions.NAMES, description = "Where arrays live.")
  private String device = "host";

  @Option(names = "--threads", paramLabel = "N", description = "Threads of matrix products.")
  private int threads = 1;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    GrowthBench.Settings settings = settings();
    Instant started = Instant.now();
    Growth growth;
    try (Device opened = DeviceOptions.open(device, Precision.FLOAT32, threads);
        ClaimedFolder claimed = ClaimedFolder.of(out)) {
      List<GrowthSeries> series = new GrowthBench(opened, settings).run(this::showProgress);
      growth =
          new Growth(
              Growth.SCHEMA, manifest(started, opened), MEGABYTE * settings.spillMemory(), series);
      AtomicFile.write(claimed.resolve("growth.json"), growth.toJson());
      GrowthReport.write(growth, claimed.resolve("growth.html"));
    }
    print(growth);
    return growth.series().stream()
            .flatMap(series -> series.points().stream())
            .allMatch(GrowthPoint::exact)
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  private GrowthBench.Settings settings() {
    try {
      return new GrowthBench.Settings(maxSteps, maxParameters, spillMemory);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException("--" + e.getMessage());
    }
  }

  /** A line a point: sizes grow threefold, so time left cannot be told from points done. */
  private void showProgress(GrowthPoint point) {
    PrintWriter err = Streams.of(spec).err();
    err.printf(
        Locale.ROOT,
        "%,d steps, %,d parameters: %.3g s forward, %.3g s back%n",
        point.steps(),
        point.parameters(),
        point.forwardSeconds(),
        point.backSeconds());
    err.flush();
  }

  private Manifest manifest(Instant started, Device opened) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("device", opened.name());
    settings.put("precision", "float32");
    settings.put("threads a run", Integer.toString(threads));
    settings.put("runs at once", "1");
    return new Manifest(
        Manifest.SCHEMA,
        "growth",
        "How a hypergradient grows",
        "Time and memory of one exact hypergradient against the number of training steps and"
            + " against the number of parameters.",
        RunStatus.DONE,
        null,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        ChronoUnit.MILLIS.between(started, Instant.now()) / 1e3,
        CommandWords.of(spec),
        Provenance.versions(),
        Provenance.machine(opened),
        settings,
        Map.of(),
        Map.of(),
        List.of(),
        null);
  }

  private void print(Growth growth) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.print(growth.toJson());
    } else {
      growth.series().forEach(series -> print(series, printer));
      printer.printf("%s%n", out.resolve("growth.html").toAbsolutePath());
    }
    printer.flush();
  }

  private static void print(GrowthSeries series, PrintWriter printer) {
    printer.printf(
        "%9s %11s %11s %11s %11s %11s %9s%n",
        "steps", "parameters", "forward, s", "back, s", "memory, MB", "disk, MB", "reversal");
    for (GrowthPoint point : series.points()) {
      printer.printf(
          Locale.ROOT,
          "%9d %11d %11.4g %11.4g %11.4g %11.4g %9s%n",
          point.steps(),
          point.parameters(),
          point.forwardSeconds(),
          point.backSeconds(),
          point.memoryBytes() / 1e6,
          point.fileBytes() / 1e6,
          point.exact() ? "exact" : "NOT EXACT");
    }
    printer.printf(
        Locale.ROOT,
        "time grows as %s to the power %.3f forward and %.3f back%n",
        series.axis().word(),
        series.forwardExponent(),
        series.backExponent());
  }
}
