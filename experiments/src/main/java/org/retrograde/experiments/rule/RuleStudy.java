package org.retrograde.experiments.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.reports.record.Study;

/**
 * Rules beside the best rate without one, in words.
 *
 * @param multiples of the usual rates
 * @param constants their mean losses
 * @param rules that were scored
 * @param steps of a run
 */
record RuleStudy(
    List<Double> multiples, List<Double> constants, List<ScoredRule> rules, int steps) {

  Study study() {
    int best = best();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("best-multiple", multiples.get(best));
    figures.put("loss-of-best-multiple", constants.get(best));
    for (ScoredRule rule : rules) {
      Moves moves = rule.moves();
      figures.put("agreement-of-" + rule.name(), moves.agreement());
      figures.put("tail-agreement-of-" + rule.name(), moves.tailAgreement());
      figures.put("too-long-of-" + rule.name(), moves.tooLongShare());
      figures.put("loss-of-" + rule.name(), rule.loss());
      figures.put("loss-over-constant-of-" + rule.name(), rule.loss() / constants.get(best));
    }
    return new Study(
        RulesPhase.WORD, heading(), words(best), table(best), List.of(chart()), figures);
  }

  private int best() {
    return IntStream.range(0, constants.size())
        .reduce((a, b) -> constants.get(b) < constants.get(a) ? b : a)
        .orElseThrow();
  }

  private String heading() {
    ScoredRule best = rules.stream().reduce((a, b) -> b.loss() < a.loss() ? b : a).orElseThrow();
    return "%s leaves %s times what the best rate without a rule does"
        .formatted(best.name(), number(best.loss() / constants.get(best())));
  }

  private String words(int best) {
    return ("Each rule has chosen its rates while it trained; the schedule that it logged was run"
            + " again, to the same bits, and differentiated. A move of the logarithm of the rate is"
            + " right at its step if it goes against the derivative G of the final loss there, and"
            + " right in the tail if it goes against the sum of G from there on. A step is too long"
            + " where G is above 0. Without a rule, the best of %d multiples of the usual rates is"
            + " %s, with a loss of %s.")
        .formatted(multiples.size(), number(multiples.get(best)), number(constants.get(best)));
  }

  private Study.Rows table(int best) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "no rule",
            "%s of the usual rates".formatted(number(multiples.get(best))),
            number(constants.get(best)),
            "1",
            "–",
            "–",
            "–",
            "0"));
    for (ScoredRule rule : rules) {
      Moves moves = rule.moves();
      rows.add(
          List.of(
              rule.name(),
              rule.words(),
              number(rule.loss()),
              number(rule.loss() / constants.get(best)),
              percent(moves.agreement()),
              percent(moves.tailAgreement()),
              percent(moves.tooLongShare()),
              number(rule.evaluations() / steps)));
    }
    return new Study.Rows(
        "Rules, scored by the exact hypergradient",
        List.of(
            "rule",
            "what it is",
            "final loss",
            "over the best without",
            "right at the step",
            "right in the tail",
            "steps too long",
            "further evaluations a step"),
        rows);
  }

  private Study.Chart chart() {
    List<Study.Line> lines = new ArrayList<>();
    for (ScoredRule rule : rules) {
      rule.first()
          .ifPresent(
              found -> {
                List<Integer> positive =
                    IntStream.range(0, steps)
                        .filter(t -> found.rates().get(t) > 0)
                        .boxed()
                        .toList();
                lines.add(
                    new Study.Line(
                        rule.name(),
                        positive.stream().map(Integer::doubleValue).toList(),
                        positive.stream().map(found.rates()::get).toList(),
                        false,
                        positive.stream().map(found.slopes()::get).toList()));
              });
    }
    return new Study.Chart(
        "Which rate does each rule choose, and is the step too long?",
        "The rate of each step of the first seed. Dots, of one rule at a time, have the sign of the"
            + " derivative of the final loss by the logarithm of that rate: above 0 a smaller one"
            + " would have left less, below 0 a larger one.",
        "training step",
        "learning rate",
        false,
        true,
        lines);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }
}
