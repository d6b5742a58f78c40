package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.law.CurveFile;
import org.retrograde.experiments.law.FittedLaw;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Predicts the losses of a schedule by a law. */
@Command(
    name = "predict",
    description =
        "Predicts the losses along a training by a law, with intervals that are to hold 95 of 100.",
    mixinStandardHelpOptions = true)
final class LawPredictCommand implements Callable<Integer> {

  private static final int SHOWN = 10;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "LAW", description = "The law.json that 'law fit' has written.")
  private Path law = Path.of("");

  @Option(
      names = "--schedule",
      paramLabel = "WORDS",
      description =
          "A schedule as a config has it, such as cosine or '{name: wsd, decay: 0.5}'; with --peak"
              + " and --steps.")
  private @Nullable String schedule;

  @Option(names = "--peak", paramLabel = "RATE", description = "Its peak learning rate.")
  private double peak = Double.NaN;

  @Option(names = "--steps", paramLabel = "T", description = "Its number of steps.")
  private int steps;

  @Option(
      names = "--rates",
      paramLabel = "FILE",
      description = "A CSV file with the columns step and rate, instead of a schedule.")
  private @Nullable Path rates;

  @Option(
      names = "--at",
      paramLabel = "N",
      split = ",",
      description = "Numbers of steps to predict the loss after; ten and all of them if not given.")
  private List<Integer> at = List.of();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  /** A row of what is printed. */
  private record Row(int steps, double rate, FittedLaw.Prediction said) {

    Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("steps", steps);
      figures.put("rate", rate);
      figures.put("loss", said.loss());
      figures.put("low", said.low());
      figures.put("high", said.high());
      return figures;
    }
  }

  @Override
  public Integer call() throws IOException {
    FittedLaw fitted = LawInput.law(law);
    double[] of = rates();
    List<Integer> places =
        at.isEmpty()
            ? IntStream.rangeClosed(1, SHOWN)
                .mapToObj(i -> (int) Math.max(1, (long) of.length * i / SHOWN))
                .distinct()
                .toList()
            : at;
    List<Row> rows =
        places.stream()
            .map(n -> new Row(n, of[required(n, of) - 1], fitted.predict(of, n)))
            .toList();
    print(rows);
    return ExitCode.DONE;
  }

  private double[] rates() {
    Path file = rates;
    String words = schedule;
    if ((file == null) == (words == null)) {
      throw new WrongInputException("give one of --schedule and --rates");
    }
    return words == null
        ? CurveFile.rates(Objects.requireNonNull(file))
        : LawInput.rates(LawInput.schedule(words), peak, steps);
  }

  private static int required(int steps, double[] rates) {
    if (steps < 1 || steps > rates.length) {
      throw new WrongInputException(
          "--at must be at least 1 and at most the %d steps, got %d"
              .formatted(rates.length, steps));
    }
    return steps;
  }

  private void print(List<Row> rows) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(rows.stream().map(Row::figures).toList()));
    } else {
      printer.printf("%10s %12s %12s   %s%n", "steps", "rate", "loss", "95 % interval");
      for (Row row : rows) {
        printer.printf(
            Locale.ROOT,
            "%10d %12.4g %12.5f   %.5f to %.5f%n",
            row.steps(),
            row.rate(),
            row.said().loss(),
            row.said().low(),
            row.said().high());
      }
    }
    printer.flush();
  }
}
