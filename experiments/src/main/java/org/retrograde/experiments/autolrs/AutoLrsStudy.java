package org.retrograde.experiments.autolrs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.law.Polyline;
import org.retrograde.hypergrad.autolrs.Stage;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reports.record.Study;

/**
 * Searches beside schedules at their best peaks, in words.
 *
 * @param steps of a run
 * @param highest rate that was tried
 * @param irreducible loss that forecasts have, and losses have not
 * @param searches in their order
 * @param beside in their order
 */
record AutoLrsStudy(
    int steps, double highest, double irreducible, List<Search> searches, List<Beside> beside) {

  private static final double MEDIAN = 50;
  private static final int POINTS = 200;
  private static final double LEAST_DRAWN = 0.01;
  private static final String NONE = "–";

  /**
   * A search.
   *
   * @param name what the config calls it
   * @param words what it is
   * @param found one a seed
   */
  record Search(String name, String words, List<StagedScore.Found> found) {

    StagedScore.Found first() {
      return found.get(0);
    }

    /** Returns the mean over the runs. */
    double mean(ToDoubleFunction<StagedScore.Found> figure) {
      return found.stream().mapToDouble(figure).average().orElseThrow();
    }
  }

  /**
   * A schedule.
   *
   * @param name what the config calls it
   * @param schedule its shape
   * @param peak that is best for it
   * @param loss mean final loss there
   */
  record Beside(String name, Schedule schedule, double peak, double loss) {}

  /** Returns the study of whole runs, and that of their stages. */
  List<Study> studies() {
    return List.of(runs(), stages());
  }

  private Study runs() {
    Map<String, Double> figures = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (Search search : searches) {
      double loss = search.mean(StagedScore.Found::finalLoss);
      figures.put("loss-of-" + search.name(), loss);
      rows.add(
          List.of(
              search.name(),
              search.words(),
              number(loss),
              number(highest),
              ConfigWriter.inOneLine(schedule(search.first()))));
    }
    for (Beside one : beside) {
      figures.put("loss-of-" + one.name(), one.loss());
      figures.put("peak-of-" + one.name(), one.peak());
      rows.add(
          List.of(
              one.name(),
              "at its best peak",
              number(one.loss()),
              number(one.peak()),
              ConfigWriter.inOneLine(one.schedule())));
    }
    Study.Rows table =
        new Study.Rows(
            "Searches, and schedules at their best peaks",
            List.of("name", "what it is", "final loss", "peak", "schedule, of the first run"),
            rows);
    return new Study(AutoLrsPhase.WORD, heading(), words(), table, List.of(rates()), figures);
  }

  private Study stages() {
    Map<String, Double> figures = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (Search search : searches) {
      List<StageFigures> all =
          search.found().stream().flatMap(one -> one.stages().stream()).map(this::figures).toList();
      figures.put("error-of-" + search.name(), median(all));
      figures.put(
          "worst-excess-of-" + search.name(),
          all.stream().mapToDouble(StageFigures::excess).max().orElseThrow());
      for (int i = 0; i < search.first().stages().size(); i++) {
        stage(search, i, figures, rows);
      }
    }
    List<StagedScore.Scored> first = searches.get(0).first().stages();
    return new Study(
        AutoLrsPhase.WORD + "-stages",
        stagesHeading(),
        "Each stage was trained to its end at every rate that was tried, from the state in which it"
            + " began, and differentiated by the logarithm of that rate: what the forecasts and"
            + " their differences from rate to rate are held against. Columns have the loss at the"
            + " rate chosen over the least of those tried, the correlation of the ranks of"
            + " forecasts and losses, what forecasts are off by in the median, and the part of the"
            + " rates at which both slopes have the same sign. Rates are those of the first run,"
            + " all else means over the runs; the derivative in the last column is that of the"
            + " final loss of the whole run by the logarithm of the stage's rate, and below 0 where"
            + " a larger one would have left less.",
        new Study.Rows(
            "Stages, and what was forecast of them",
            List.of(
                "search and steps",
                "rate chosen (best tried)",
                "loss over least",
                "ranks",
                "off by",
                "same sign",
                "d final / d log rate"),
            rows),
        IntStream.range(0, first.size()).mapToObj(i -> forecasts(i, first.get(i))).toList(),
        figures);
  }

  private String stagesHeading() {
    Search first = searches.get(0);
    return IntStream.range(0, first.first().stages().size())
        .mapToObj(
            i ->
                threeDigits(
                    mean(
                        first.found().stream().map(one -> figures(one.stages().get(i))).toList(),
                        StageFigures::rank)))
        .collect(
            Collectors.joining(
                ", ",
                "Forecasts of %s rank the rates of its stages with a correlation of "
                    .formatted(first.name()),
                ""));
  }

  private String heading() {
    Search best =
        searches.stream()
            .min(Comparator.comparingDouble(one -> one.mean(StagedScore.Found::finalLoss)))
            .orElseThrow();
    return beside.stream()
        .map(one -> "%s at its best peak %s".formatted(one.name(), number(one.loss())))
        .collect(
            Collectors.joining(
                ", ",
                "%s leaves %s"
                        .formatted(best.name(), number(best.mean(StagedScore.Found::finalLoss)))
                    + (beside.isEmpty() ? "" : ", "),
                ""));
  }

  private String words() {
    return ("From the state that a stage begins with, a window is trained at each of %d learning"
            + " rates up to %s; the loss at the end of the stage is forecast for each by an"
            + " exponential curve, and the stage is trained from that state again at the rate of"
            + " the least forecast. The schedule that comes of it was run again as any other, to"
            + " the same bits, and differentiated. The first search took %d steps beside the %d of"
            + " the run.")
        .formatted(
            searches.get(0).first().stages().get(0).stage().probes().size(),
            number(highest),
            searches.get(0).first().searched(),
            steps);
  }

  private void stage(
      Search search, int index, Map<String, Double> figures, List<List<String>> rows) {
    List<StageFigures> each =
        search.found().stream().map(one -> figures(one.stages().get(index))).toList();
    double rank = mean(each, StageFigures::rank);
    double excess = mean(each, StageFigures::excess);
    double signs = mean(each, StageFigures::signs);
    double slope = search.mean(one -> one.stages().get(index).wholeSlope());
    String of = "-%d-of-%s".formatted(index + 1, search.name());
    figures.put("rank" + of, rank);
    figures.put("excess" + of, excess);
    figures.put("signs" + of, signs);
    figures.put("error" + of, median(each));
    figures.put("slope" + of, slope);
    StagedScore.Scored first = search.first().stages().get(index);
    Stage stage = first.stage();
    rows.add(
        List.of(
            "%s, %d to %d".formatted(search.name(), stage.from(), stage.end() - 1),
            "%s (%s)"
                .formatted(
                    number(highest * stage.factor()),
                    number(highest * stage.probes().get(least(first.truths())).factor())),
            threeDigits(excess),
            threeDigits(rank),
            percent(median(each)),
            percent(signs),
            threeDigits(slope)));
  }

  private StageFigures figures(StagedScore.Scored scored) {
    return StageFigures.of(scored, irreducible);
  }

  private static int least(List<Double> truths) {
    return IntStream.range(0, truths.size())
        .reduce((a, b) -> truths.get(b) < truths.get(a) ? b : a)
        .orElseThrow();
  }

  private static double mean(List<StageFigures> each, ToDoubleFunction<StageFigures> figure) {
    return each.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static double median(List<StageFigures> each) {
    return StatUtils.percentile(
        each.stream().flatMap(one -> one.errors().stream()).mapToDouble(error -> error).toArray(),
        MEDIAN);
  }

  /** Returns what was chosen as a schedule of the highest rate. */
  Polyline schedule(StagedScore.Found found) {
    List<Polyline.Point> points = new ArrayList<>();
    double before = 1;
    for (StagedScore.Scored scored : found.stages()) {
      double at = (double) scored.stage().from() / steps;
      if (at > 0) {
        points.add(new Polyline.Point(at, before));
      }
      before = scored.stage().factor();
      points.add(new Polyline.Point(at, before));
    }
    return new Polyline(points);
  }

  private Study.Chart rates() {
    List<Study.Line> lines = new ArrayList<>();
    for (Search search : searches) {
      List<Double> at = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      List<Double> signs = new ArrayList<>();
      for (StagedScore.Scored scored : search.first().stages()) {
        for (int step : new int[] {scored.stage().from(), scored.stage().end() - 1}) {
          at.add((double) step);
          rates.add(highest * scored.stage().factor());
          signs.add(scored.wholeSlope());
        }
      }
      lines.add(new Study.Line(search.name(), at, rates, false, signs));
    }
    for (Beside one : beside) {
      List<Integer> drawn =
          IntStream.range(0, steps)
              .filter(t -> t % Math.max(1, steps / POINTS) == 0)
              .filter(t -> one.schedule().factor(t, steps) >= LEAST_DRAWN)
              .boxed()
              .toList();
      lines.add(
          new Study.Line(
              one.name(),
              drawn.stream().map(Integer::doubleValue).toList(),
              drawn.stream().map(t -> one.peak() * one.schedule().factor(t, steps)).toList(),
              true,
              List.of()));
    }
    return new Study.Chart(
        "Which rate does each stage choose, and is it too small for the run?",
        "The rates of the first run of each search, dashed those of schedules at their best peaks."
            + " Dots, of one search at a time, have the sign of the derivative of the final loss of"
            + " the whole run by the logarithm of the stage's rate: below 0 a larger one would have"
            + " left less.",
        "training step",
        "learning rate",
        false,
        true,
        lines);
  }

  private Study.Chart forecasts(int index, StagedScore.Scored scored) {
    List<Integer> shown =
        IntStream.range(0, scored.truths().size())
            .filter(i -> scored.truths().get(i) < Stage.HOPELESS)
            .filter(i -> scored.stage().probes().get(i).forecast() < Stage.HOPELESS)
            .filter(i -> scored.stage().probes().get(i).forecast() > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scored.stage().probes().get(i).factor()))
            .toList();
    List<Double> rates =
        shown.stream().map(i -> highest * scored.stage().probes().get(i).factor()).toList();
    Study.Line forecasts =
        new Study.Line(
            "forecast",
            rates,
            shown.stream().map(i -> scored.stage().probes().get(i).forecast()).toList(),
            false,
            shown.stream().map(scored.slopes()::get).toList());
    Study.Line truths =
        new Study.Line(
            "trained",
            rates,
            shown.stream().map(i -> scored.truths().get(i) + irreducible).toList(),
            true,
            List.of());
    return new Study.Chart(
        "Stage %d: what was forecast for each rate, and what comes of it?".formatted(index + 1),
        "Losses at the end of the stage, of the first run of %s; forecasts below 0 are not drawn."
                .formatted(searches.get(0).name())
            + " Dots have the sign of the exact derivative of the loss there by the logarithm of"
            + " the rate: where it is below 0, the forecasts should fall too.",
        "learning rate of the stage",
        "loss",
        true,
        true,
        List.of(forecasts, truths));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String threeDigits(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : NONE;
  }
}
