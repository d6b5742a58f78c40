package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.law.FittedLaw;
import org.retrograde.experiments.law.LeastRates;
import org.retrograde.experiments.law.NonIncreasing;
import org.retrograde.experiments.law.Polyline;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.reports.record.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the schedule that a law says leaves the least loss. */
@Command(
    name = "optimise",
    description = {
      "Finds the schedule of least loss by a law among those that begin at a peak and never rise.",
      "Writes it as rates.csv, and as schedule.yaml for the section training or an arm of a config."
    },
    mixinStandardHelpOptions = true)
final class LawOptimiseCommand implements Callable<Integer> {

  private static final int DIGITS = 6;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "LAW", description = "The law.json that 'law fit' has written.")
  private Path law = Path.of("");

  @Option(
      names = "--peak",
      required = true,
      paramLabel = "RATE",
      description = "Learning rate of the first step.")
  private double peak;

  @Option(names = "--steps", required = true, paramLabel = "T", description = "Number of steps.")
  private int steps;

  @Option(
      names = "--floor",
      paramLabel = "PART",
      description = "Least rate, as a part of the peak; 0.001 if not given.")
  private double floor = 1e-3;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the files go, replacing earlier ones; runs/law-schedule if not given.")
  private Path out = Path.of("runs", "law-schedule");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    FittedLaw fitted = LawInput.law(law);
    LawInput.requirePeak(peak);
    LawInput.requireSteps(steps);
    if (!(floor > 0 && floor < 1)) {
      throw new WrongInputException("--floor must be above 0 and below 1, got " + floor);
    }
    NonIncreasing best = LeastRates.of(fitted, peak, steps, floor);
    try (ClaimedFolder claimed = ClaimedFolder.of(out)) {
      AtomicFile.write(claimed.resolve("rates.csv"), csv(best.rates()));
      AtomicFile.write(claimed.resolve("schedule.yaml"), yaml(best.rates()));
      print(fitted, best.rates(), claimed.resolve("rates.csv"));
    }
    return ExitCode.DONE;
  }

  private static String csv(double[] rates) {
    return IntStream.range(0, rates.length)
        .mapToObj(t -> t + "," + rates[t] + "\n")
        .collect(Collectors.joining("", "step,rate\n", ""));
  }

  /** Points of the schedule, which follow it to a hundredth. */
  private String yaml(double[] rates) {
    String points =
        Polyline.through(rates).points().stream()
            .map(
                point ->
                    "    - { at: %s, factor: %s }\n"
                        .formatted(rounded(point.at()), rounded(point.factor())))
            .collect(Collectors.joining());
    return "learning-rate: %s\nschedule:\n  name: polyline\n  points:\n%s".formatted(peak, points);
  }

  private static String rounded(double number) {
    BigDecimal digits = new BigDecimal(number).round(new MathContext(DIGITS));
    return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
  }

  private void print(FittedLaw fitted, double[] best, Path file) {
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put("optimised", best);
    for (Schedule schedule :
        new Schedule[] {Schedules.FLAT, new Linear(), new Cosine(), new Wsd()}) {
      all.put(schedule.word(), LawInput.rates(schedule, peak, steps));
    }
    PrintWriter printer = Streams.of(spec).out();
    Map<String, FittedLaw.Prediction> said = new LinkedHashMap<>();
    all.forEach((name, rates) -> said.put(name, fitted.predict(rates, rates.length)));
    if (json) {
      printer.println(Json.of(said));
    } else {
      printer.printf("%-12s %12s   %s%n", "schedule", "loss", "95 % interval");
      said.forEach(
          (name, one) ->
              printer.printf(
                  Locale.ROOT,
                  "%-12s %12.5f   %.5f to %.5f%n",
                  name,
                  one.loss(),
                  one.low(),
                  one.high()));
      printer.println(file.toAbsolutePath());
    }
    printer.flush();
  }
}
