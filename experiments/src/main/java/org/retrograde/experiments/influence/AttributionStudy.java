package org.retrograde.experiments.influence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.retrograde.reports.record.Study;

/**
 * Predicted and true changes of losses, in words.
 *
 * @param settings of the section
 * @param rows that training has
 * @param parts one for each part that was left out
 */
record AttributionStudy(AttributionSettings settings, int rows, List<Part> parts) {

  /**
   * Derivatives by the weights of all training rows, [target].
   *
   * @param atOne where every weight is 1
   * @param atMean where every weight is the mean of those of a subset
   */
  record Slopes(List<double[]> atOne, List<double[]> atMean) {

    /** Copies the lists. */
    Slopes {
      atOne = List.copyOf(atOne);
      atMean = List.copyOf(atMean);
    }
  }

  /**
   * Changes of the losses, each [target][subset].
   *
   * @param part of the rows that was left out
   * @param atOne what derivatives at weights of 1 predict
   * @param atMean what those at mean weights do
   * @param changes what training without the rows has found
   */
  record Part(
      double part,
      List<List<Double>> atOne,
      List<List<Double>> atMean,
      List<List<Double>> changes) {

    /** Copies the lists. */
    Part {
      atOne = List.copyOf(atOne);
      atMean = List.copyOf(atMean);
      changes = List.copyOf(changes);
    }

    /**
     * Predicts.
     *
     * @param subsets rows that are left out
     * @param whole losses of training with all rows, [target]
     * @param losses without each subset, [subset][target]
     */
    static Part of(
        double part,
        List<Set<Integer>> subsets,
        Slopes slopes,
        List<Double> whole,
        List<List<Double>> losses) {
      List<List<Double>> changes =
          IntStream.range(0, whole.size())
              .mapToObj(
                  target ->
                      losses.stream().map(each -> each.get(target) - whole.get(target)).toList())
              .toList();
      return new Part(
          part, predicted(subsets, slopes.atOne()), predicted(subsets, slopes.atMean()), changes);
    }

    /** A row that is left out changes a loss by minus its derivative, to first order. */
    private static List<List<Double>> predicted(List<Set<Integer>> subsets, List<double[]> slopes) {
      return slopes.stream()
          .map(
              each ->
                  subsets.stream()
                      .map(subset -> -subset.stream().mapToDouble(row -> each[row]).sum())
                      .toList())
          .toList();
    }

    /** Returns the rank correlation of each target. */
    List<Double> scores(List<List<Double>> predicted) {
      return IntStream.range(0, changes.size())
          .mapToObj(
              target ->
                  new SpearmansCorrelation()
                      .correlation(numbers(predicted.get(target)), numbers(changes.get(target))))
          .toList();
    }

    private static double[] numbers(List<Double> list) {
      return list.stream().mapToDouble(x -> x).toArray();
    }
  }

  static String percent(double part) {
    return percents(part) + " %";
  }

  /** To a tenth, which is written where there is one. */
  private static String percents(double part) {
    double tenths = Math.round(1000 * part);
    return tenths % 10 == 0
        ? String.format(Locale.ROOT, "%.0f", tenths / 10)
        : String.format(Locale.ROOT, "%.1f", tenths / 10);
  }

  Study study() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Part part : parts) {
      String name = percents(part.part()).replace('.', '-');
      figures.put("score-of-mean-without-" + name, part.scores(part.atOne()).get(0));
      figures.put("score-at-mean-of-mean-without-" + name, part.scores(part.atMean()).get(0));
      if (settings.targets() > 0) {
        figures.put("score-of-rows-without-" + name, ofRows(part.scores(part.atOne())));
        figures.put("score-at-mean-of-rows-without-" + name, ofRows(part.scores(part.atMean())));
      }
    }
    return new Study(AttributionPhase.WORD, heading(), words(), table(), charts(), figures);
  }

  private static double ofRows(List<Double> scores) {
    return scores.stream().skip(1).mapToDouble(x -> x).average().orElse(Double.NaN);
  }

  private String heading() {
    Part first = parts.get(0);
    return "Derivatives rank what leaving %s of the rows out does with a correlation of %s"
        .formatted(percent(first.part()), number(first.scores(first.atOne()).get(0)));
  }

  private String words() {
    return ("%d random subsets of %d training rows are left out, and training is repeated from the"
            + " same start with the same batches, in which these rows have a weight of 0. The"
            + " predicted change of a loss is minus the sum of its exact derivatives by the"
            + " weights of the rows that are left out. The score is Spearman's correlation of"
            + " predicted and true changes over the subsets: of the mean loss over all validation"
            + " rows, and in the mean over the losses of %d single validation rows. Derivatives"
            + " are taken where all weights are 1, as is usual, and where all have the mean weight"
            + " of a subset, around which subsets lie evenly.")
        .formatted(settings.subsets(), rows, settings.targets());
  }

  private Study.Rows table() {
    List<List<String>> lines = new ArrayList<>();
    for (Part part : parts) {
      lines.add(line(part, "weights of 1", part.scores(part.atOne())));
      lines.add(
          line(
              part,
              String.format(Locale.ROOT, "weights of %.3g", 1 - part.part()),
              part.scores(part.atMean())));
    }
    return new Study.Rows(
        "Linear datamodelling scores",
        List.of("left out", "derivatives at", "mean loss", "single rows, mean", "least", "largest"),
        lines);
  }

  private List<String> line(Part part, String where, List<Double> scores) {
    List<Double> single = scores.subList(1, scores.size());
    return List.of(
        percent(part.part()),
        where,
        number(scores.get(0)),
        number(ofRows(scores)),
        number(single.stream().mapToDouble(x -> x).min().orElse(Double.NaN)),
        number(single.stream().mapToDouble(x -> x).max().orElse(Double.NaN)));
  }

  private List<Study.Chart> charts() {
    return parts.stream().map(AttributionStudy::chart).toList();
  }

  private static Study.Chart chart(Part part) {
    return new Study.Chart(
        "What does the mean loss change by without %s of the rows?".formatted(percent(part.part())),
        "Subsets in the order of their predicted change, which is dashed; the true change beside"
            + " it, both less their means.",
        "subset",
        "change of the mean validation loss",
        false,
        false,
        List.of(
            line("derivatives at 1", part, part.atOne().get(0), true),
            line("derivatives at mean weights", part, part.atMean().get(0), true),
            line("trained", part, part.changes().get(0), false)));
  }

  private static Study.Line line(String name, Part part, List<Double> values, boolean guide) {
    List<Double> order = part.atOne().get(0);
    double mean = values.stream().mapToDouble(x -> x).average().orElseThrow();
    List<Double> up =
        IntStream.range(0, values.size())
            .boxed()
            .sorted((a, b) -> Double.compare(order.get(a), order.get(b)))
            .map(subset -> values.get(subset) - mean)
            .toList();
    List<Double> across = IntStream.range(0, up.size()).mapToObj(i -> (double) i).toList();
    return new Study.Line(name, across, up, guide, List.of());
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
  }
}
