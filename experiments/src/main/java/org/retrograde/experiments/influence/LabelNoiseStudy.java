package org.retrograde.experiments.influence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.retrograde.reports.record.Study;

/**
 * What was found of wrong labels, in words.
 *
 * @param settings of the section
 * @param wrong rows with a wrong label
 * @param one by one hypergradient
 * @param many by the weights after steps
 * @param errors on the test rows, by what was trained on, a seed each
 */
record LabelNoiseStudy(
    LabelNoiseSettings settings,
    Set<Integer> wrong,
    Ranking one,
    Ranking many,
    Map<String, List<Double>> errors) {

  private static final List<String> FIGURES =
      List.of(
          "test-error-noisy",
          "test-error-without-found",
          "test-error-without-found-by-steps",
          "test-error-weighted",
          "test-error-without-wrong",
          "test-error-clean");

  Study study() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("auc", one.area(wrong));
    figures.put("auc-after-steps", many.area(wrong));
    figures.put("found", found(one));
    figures.put("found-after-steps", found(many));
    int next = 0;
    for (List<Double> each : errors.values()) {
      figures.put(FIGURES.get(next++), mean(each));
    }
    return new Study(LabelNoisePhase.WORD, heading(), words(), table(), List.of(curve()), figures);
  }

  /** The part of the wrong rows that is among as many first ones. */
  private double found(Ranking ranking) {
    Set<Integer> first = ranking.first(wrong.size());
    return (double) wrong.stream().filter(first::contains).count() / wrong.size();
  }

  private String heading() {
    return "One hypergradient ranks wrong labels with an area of %s, %d steps with %s"
        .formatted(number(one.area(wrong)), settings.steps(), number(many.area(wrong)));
  }

  private String words() {
    return ("%d of %d training rows have the label of another class. Rows are ranked by the exact"
            + " derivative of the validation loss by their weight, of one training and its way"
            + " back, and by their weights after %d steps of Adam along such derivatives. The area"
            + " is the probability that a row with a wrong label ranks before one with the right"
            + " one. As many rows are left out as are wrong: among the first ones are %s of them"
            + " and %s. Left out means a weight of 0: the same batches, in which the row counts"
            + " nothing. Test errors are means of %d seeds, which have other starts and batches"
            + " than those that the derivatives are of.")
        .formatted(
            wrong.size(),
            one.scores().length,
            settings.steps(),
            percent(found(one)),
            percent(found(many)),
            settings.seeds());
  }

  private Study.Rows table() {
    List<List<String>> rows = new ArrayList<>();
    errors.forEach(
        (name, each) ->
            rows.add(
                List.of(
                    name,
                    percent(mean(each)),
                    percent(each.stream().mapToDouble(x -> x).min().orElseThrow()),
                    percent(each.stream().mapToDouble(x -> x).max().orElseThrow()))));
    return new Study.Rows("Test errors", List.of("trained on", "mean", "least", "largest"), rows);
  }

  private Study.Chart curve() {
    return new Study.Chart(
        "How many wrong labels are among the first rows of a ranking?",
        "Dashed is what a perfect ranking finds.",
        "rows looked at, part of all",
        "wrong labels found, part of all",
        false,
        false,
        List.of(
            line("one hypergradient", one),
            line("%d steps".formatted(settings.steps()), many),
            new Study.Line(
                "perfect",
                List.of(0.0, (double) wrong.size() / one.scores().length, 1.0),
                List.of(0.0, 1.0, 1.0),
                true,
                List.of())));
  }

  private Study.Line line(String name, Ranking ranking) {
    int rows = ranking.scores().length;
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    for (int i = 0; i <= 50; i++) {
      int looked = (int) ((long) i * rows / 50);
      Set<Integer> first = ranking.first(looked);
      across.add((double) looked / rows);
      up.add((double) wrong.stream().filter(first::contains).count() / wrong.size());
    }
    return new Study.Line(name, across, up, false, List.of());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(x -> x).average().orElseThrow();
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * part);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
