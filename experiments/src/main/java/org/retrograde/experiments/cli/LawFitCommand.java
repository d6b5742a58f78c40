package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.law.CurveFile;
import org.retrograde.experiments.law.FittedLaw;
import org.retrograde.experiments.law.LawRecords;
import org.retrograde.experiments.law.Laws;
import org.retrograde.experiments.law.LossCurve;
import org.retrograde.reports.html.LawReport;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawFile;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits a law to loss curves. */
@Command(
    name = "fit",
    description = {
      "Fits a law to loss curves, and writes law.json and law.html.",
      "Laws see the rates from the end of warm-up on; leave losses during warm-up empty."
    },
    mixinStandardHelpOptions = true)
final class LawFitCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CURVES",
      arity = "1..*",
      description =
          "CSV files with the columns step, rate and loss, one curve a file, or directories of runs"
              + " with section laws. Losses may be empty at some steps.")
  private List<Path> files = List.of();

  @Option(
      names = "--unseen",
      paramLabel = "CURVES",
      arity = "1..*",
      description =
          "Files whose curves the law is held against and not fitted to: all that stand behind it.")
  private List<Path> unseen = List.of();

  @Option(
      names = "--law",
      paramLabel = "multi-power|opt-laws-like",
      description = "What is fitted; multi-power if not given.")
  private String law = Laws.MULTI_POWER.word();

  @Option(
      names = "--limit",
      paramLabel = "LOSS",
      description =
          "What all losses are above, for opt-laws-like, which does not fit it; 0 if not given.")
  private double limit;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the files go, replacing earlier ones; runs/law if not given.")
  private Path out = Path.of("runs", "law");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Laws kind =
        Laws.ALL
            .find(law)
            .orElseThrow(
                () ->
                    new WrongInputException(
                        "--law must be one of %s, got '%s'"
                            .formatted(String.join(", ", Laws.ALL.words()), law)));
    if (!(limit >= 0)) {
      throw new WrongInputException("--limit must be at least 0, got " + limit);
    }
    List<LossCurve> seen = read(files);
    List<LossCurve> others = read(unseen);
    try (ClaimedFolder claimed = ClaimedFolder.of(out)) {
      FittedLaw fitted = fit(kind, seen);
      List<LawCurve> curves = new ArrayList<>();
      seen.forEach(curve -> curves.add(LawRecords.of(curve, fitted, true)));
      others.forEach(curve -> curves.add(LawRecords.of(curve, fitted, false)));
      LawFile file = new LawFile(LawFile.SCHEMA, manifest(started), LawRecords.of(fitted), curves);
      AtomicFile.write(claimed.resolve("law.json"), file.toJson());
      LawReport.write(file, claimed.resolve("law.html"));
      print(file, claimed.resolve("law.html"));
    }
    return ExitCode.DONE;
  }

  private static List<LossCurve> read(List<Path> files) {
    return files.stream().flatMap(file -> CurveFile.read(file).stream()).toList();
  }

  private FittedLaw fit(Laws kind, List<LossCurve> seen) {
    try {
      return kind.fit(seen, limit);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }

  private Manifest manifest(Instant started) {
    return new Manifest(
        Manifest.SCHEMA,
        "law",
        "A law of the loss",
        "What the loss of a training is as a function of its learning rates, fitted to loss"
            + " curves.",
        RunStatus.DONE,
        null,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        ChronoUnit.MILLIS.between(started, Instant.now()) / 1e3,
        CommandWords.of(spec),
        Provenance.versions(),
        Provenance.processor(),
        Map.of("law", law),
        Map.of(),
        Map.of(),
        List.of(),
        null);
  }

  private void print(LawFile file, Path page) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(figures(file)));
    } else {
      for (int i = 0; i < file.law().names().size(); i++) {
        printer.printf(
            Locale.ROOT, "%-32s %.5g%n", file.law().names().get(i), file.law().numbers().get(i));
      }
      printer.printf("%-32s %-8s %8s %10s %10s%n", "curve", "", "R2", "last loss", "the law's");
      for (LawCurve curve : file.curves()) {
        printer.printf(
            Locale.ROOT,
            "%-32s %-8s %8.4f %10.5f %10.5f%n",
            curve.name(),
            curve.fitted() ? "fitted" : "unseen",
            curve.explained(),
            curve.last(),
            curve.lastPredicted());
      }
      printer.println(page.toAbsolutePath());
    }
    printer.flush();
  }

  private static Map<String, Object> figures(LawFile file) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("law", file.law());
    figures.put(
        "curves",
        file.curves().stream()
            .map(
                curve -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", curve.name());
                  one.put("fitted", curve.fitted());
                  one.put("explained", curve.explained());
                  one.put("last", curve.last());
                  one.put("lastPredicted", curve.lastPredicted());
                  return one;
                })
            .toList());
    return figures;
  }
}
