package org.retrograde.experiments.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.retrograde.reports.record.Study;

/**
 * Rules beside the best rates of a noisy quadratic, in words.
 *
 * @param model the quadratic
 * @param steps T
 * @param rules and what came of them
 */
record OracleStudy(NoisyQuadratic model, int steps, List<Rule> rules) {

  /** Standard errors from which a derivative counts as above or below 0. */
  private static final double CLEAR = 2;

  /** As many points of a curve as are drawn. */
  private static final int POINTS = 200;

  /**
   * A rule.
   *
   * @param name what the config calls it
   * @param words what it is
   * @param found what came of it
   */
  record Rule(String name, String words, OracleScore.Found found) {

    double last() {
      return found.squares().get(found.squares().size() - 1);
    }

    /** Returns the share of steps whose derivative is clearly of a sign. */
    double share(int sign) {
      return IntStream.range(0, found.slopes().size())
              .filter(t -> sign * found.slopes().get(t) > CLEAR * found.errors().get(t))
              .count()
          / (double) found.slopes().size();
    }

    /** Returns the largest derivative, but for the first tenth of the steps, which are noisy. */
    double largestSlope() {
      return found.slopes().stream()
          .skip(found.slopes().size() / 10)
          .mapToDouble(x -> x)
          .max()
          .orElseThrow();
    }
  }

  Study study() {
    double constant = model.squareAt(model.bestConstant(steps), steps) / model.bestSquare(steps);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ratio-of-best-constant", constant);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("best rates", "known", 1, -1, Double.NaN, Double.NaN, 1));
    rows.add(
        row(
            "best constant",
            number(model.bestConstant(steps)),
            constant,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN));
    for (Rule rule : rules) {
      double ratio = rule.last() / model.bestSquare(steps);
      figures.put("ratio-of-" + rule.name(), ratio);
      figures.put("ratio-over-constant-of-" + rule.name(), ratio / constant);
      figures.put("slope-of-" + rule.name(), slope(rule));
      figures.put("too-long-of-" + rule.name(), rule.share(1));
      figures.put("too-short-of-" + rule.name(), rule.share(-1));
      figures.put("largest-derivative-of-" + rule.name(), rule.largestSlope());
      figures.put("rate-over-best-of-" + rule.name(), rateOverBest(rule));
      rows.add(
          row(
              rule.name(),
              rule.words(),
              ratio,
              slope(rule),
              rule.share(1),
              rule.share(-1),
              rateOverBest(rule)));
    }
    return new Study(
        OraclePhase.WORD,
        heading(),
        words(),
        table(rows),
        List.of(squares(), rates(), slopes()),
        figures);
  }

  private String heading() {
    Rule best = rules.stream().reduce((a, b) -> b.last() < a.last() ? b : a).orElseThrow();
    return "%s leaves %s times what the best rates would"
        .formatted(best.name(), number(best.last() / model.bestSquare(steps)));
  }

  private String words() {
    return ("Means over %d runs. A step is too long, or too short, where the derivative of the"
            + " logarithm of the last root mean square by that of the step's rate, the rates"
            + " being as they were logged, is above 0, or below, by more than %s standard"
            + " errors. The slope is that of log E x^2 over log t in the last nine tenths of"
            + " the steps.")
        .formatted(model.runs(), number(CLEAR));
  }

  private static Study.Rows table(List<List<String>> rows) {
    return new Study.Rows(
        "Rules beside the best rates",
        List.of(
            "rule",
            "what it is",
            "E x^2 over the least",
            "slope",
            "steps too long",
            "steps too short",
            "rate over the best"),
        rows);
  }

  private static List<String> row(
      String name, String words, double ratio, double slope, double high, double low, double rate) {
    return List.of(
        name, words, number(ratio), number(slope), percent(high), percent(low), number(rate));
  }

  private double slope(Rule rule) {
    SimpleRegression line = new SimpleRegression();
    for (int t = Math.max(1, steps / 10); t <= steps; t++) {
      line.addData(Math.log(t), Math.log(rule.found().squares().get(t)));
    }
    return line.getSlope();
  }

  /** The mean over the last nine tenths of the steps. */
  private double rateOverBest(Rule rule) {
    return IntStream.range(steps / 10, steps)
        .mapToDouble(t -> rule.found().rates().get(t) / model.bestRate(t))
        .average()
        .orElseThrow();
  }

  private Study.Chart squares() {
    List<Integer> at = IntStream.rangeClosed(1, steps).filter(this::isDrawn).boxed().toList();
    List<Study.Line> lines = new ArrayList<>();
    rules.forEach(
        rule -> lines.add(line(rule.name(), at, t -> rule.found().squares().get(t), List.of())));
    lines.add(guide("best rates", at, model::bestSquare));
    return new Study.Chart(
        "How far is each from the minimum?",
        "The mean of x^2 after each step, dashed for the best rates there are.",
        "training step",
        "E x^2",
        true,
        true,
        lines);
  }

  private Study.Chart rates() {
    List<Integer> at = IntStream.range(1, steps).filter(this::isDrawn).boxed().toList();
    List<Study.Line> lines = new ArrayList<>();
    for (Rule rule : rules) {
      List<Double> signs =
          at.stream()
              .map(t -> clear(rule.found().slopes().get(t), rule.found().errors().get(t)))
              .toList();
      lines.add(line(rule.name(), at, t -> rule.found().rates().get(t), signs));
    }
    lines.add(guide("best rates", at, model::bestRate));
    return new Study.Chart(
        "Which rate does each rule choose, and is the step too long?",
        "The mean rate of each step, dashed the best one. Dots, of one rule at a time, are above 0"
            + " where a smaller rate would have left less, below 0 where a larger one would; there"
            + " is none where the runs do not tell.",
        "training step",
        "learning rate",
        true,
        true,
        lines);
  }

  private Study.Chart slopes() {
    List<Integer> at = IntStream.range(0, steps).filter(this::isDrawn).boxed().toList();
    List<Study.Line> lines = new ArrayList<>();
    rules.forEach(
        rule -> lines.add(line(rule.name(), at, t -> rule.found().slopes().get(t), List.of())));
    return new Study.Chart(
        "How much does each step's rate matter?",
        "The derivative of the logarithm of the last root mean square by that of the rate.",
        "training step",
        "d log rms x / d log rate",
        false,
        false,
        lines);
  }

  private boolean isDrawn(int step) {
    return step < POINTS / 2 || step % Math.max(1, steps / POINTS) == 0;
  }

  private static double clear(double slope, double error) {
    return Math.abs(slope) > CLEAR * error ? Math.signum(slope) : 0;
  }

  private static Study.Line line(
      String name, List<Integer> at, IntToDoubleFunction value, List<Double> signs) {
    return new Study.Line(
        name,
        at.stream().map(Integer::doubleValue).toList(),
        at.stream().map(value::applyAsDouble).toList(),
        false,
        signs);
  }

  private static Study.Line guide(String name, List<Integer> at, IntToDoubleFunction value) {
    Study.Line line = line(name, at, value, List.of());
    return new Study.Line(name, line.across(), line.up(), true, List.of());
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }
}
