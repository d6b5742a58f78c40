package org.retrograde.experiments.solvable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.retrograde.reports.record.Study;

/**
 * Powers of the step that are best for spherical models, in words.
 *
 * @param grid what was tried
 * @param instances and what came of them, those of a model by rising lengths
 */
record PowersStudy(PowersConfig grid, List<Instance> instances) {

  /** Copies the list. */
  PowersStudy {
    instances = List.copyOf(instances);
  }

  /**
   * A model and a length of training.
   *
   * @param temperature T
   * @param spike theta
   * @param steps of training
   * @param found the best schedules
   */
  record Instance(double temperature, double spike, int steps, BestPowers found) {

    String model() {
      return spike > 0
          ? "T = %s, θ = %s".formatted(number(temperature), number(spike))
          : "T = " + number(temperature);
    }

    /** What the names of its figures end with. */
    String name() {
      return (spike > 0
              ? "temperature-%s-spike-%s".formatted(number(temperature), number(spike))
              : "temperature-" + number(temperature))
          + "-steps-"
          + steps;
    }
  }

  Study study() {
    return new Study(PowersPhase.WORD, heading(), words(), table(), charts(), figures());
  }

  private String heading() {
    Instance last = instances.get(instances.size() - 1);
    String what =
        grid.crossings().isEmpty()
            ? "(1 + t)^-%s is the best power".formatted(number(exponent(last)))
            : String.format(
                Locale.ROOT,
                "Two phases leave %.2f of what the best single power does",
                overPower(last.found()));
    return "%s at %s after %d steps".formatted(what, last.model(), last.steps());
  }

  private double exponent(Instance instance) {
    return grid.exponents().get(instance.found().best());
  }

  private String words() {
    String rates = grid.rates().stream().map(PowersStudy::number).collect(Collectors.joining(", "));
    String words =
        ("The gap is half of what the mean eigenvalue is short of the largest one after training."
                + " Each schedule begins with the best η of the rates %s."
                + " The derivative by the exponent is exact, and right where it points to the best"
                + " one: below 0 under it, above 0 beyond.")
            .formatted(rates);
    return grid.crossings().isEmpty()
        ? words
        : words + " In two phases the rate stays up to step t_c and falls as 1 / t from there.";
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Instance instance : instances) {
      BestPowers found = instance.found();
      String name = instance.name();
      figures.put("best-exponent-" + name, exponent(instance));
      figures.put("constant-" + name, found.constant().loss());
      figures.put("power-" + name, found.power().loss());
      figures.put("right-derivatives-" + name, found.pointing());
      for (int i = 0; i < grid.exponents().size(); i++) {
        figures.put(
            "power-%s-%s".formatted(number(grid.exponents().get(i)), name),
            found.powers().get(i).loss());
      }
      if (!found.phases().isEmpty()) {
        int best = found.bestPhase();
        figures.put("best-crossing-" + name, grid.crossings().get(best));
        figures.put("two-phase-" + name, found.phases().get(best).loss());
        figures.put("two-phase-over-power-" + name, overPower(found));
      }
    }
    return figures;
  }

  private static double overPower(BestPowers found) {
    return found.phases().get(found.bestPhase()).loss() / found.power().loss();
  }

  private Study.Rows table() {
    List<String> columns =
        new ArrayList<>(List.of("model", "steps", "constant", "single power", "right derivatives"));
    if (!grid.crossings().isEmpty()) {
      columns.addAll(List.of("two phases", "over single"));
    }
    return new Study.Rows(
        "What the best schedules leave", columns, instances.stream().map(this::row).toList());
  }

  private List<String> row(Instance instance) {
    BestPowers found = instance.found();
    List<String> row =
        new ArrayList<>(
            List.of(
                instance.model(),
                String.valueOf(instance.steps()),
                leaves(found.constant(), ""),
                leaves(found.power(), "β %s, ".formatted(number(exponent(instance)))),
                String.format(Locale.ROOT, "%.0f %%", 100 * found.pointing())));
    if (!found.phases().isEmpty()) {
      int best = found.bestPhase();
      String crossing = number(grid.crossings().get(best));
      row.add(leaves(found.phases().get(best), "t_c %s, ".formatted(crossing)));
      row.add(String.format(Locale.ROOT, "%.3f", overPower(found)));
    }
    return row;
  }

  private static String leaves(BestPeak best, String number) {
    return String.format(Locale.ROOT, "%.5f (%sη %s)", best.loss(), number, number(best.peak()));
  }

  private List<Study.Chart> charts() {
    Map<String, List<Instance>> models =
        instances.stream()
            .collect(
                Collectors.groupingBy(Instance::model, LinkedHashMap::new, Collectors.toList()));
    List<Instance> longest =
        models.values().stream().map(lengths -> lengths.get(lengths.size() - 1)).toList();
    List<Study.Chart> charts = new ArrayList<>();
    charts.add(gaps(longest));
    if (models.size() < instances.size()) {
      charts.add(exponents(models));
    }
    if (!grid.crossings().isEmpty()) {
      charts.add(crossings(longest));
    }
    return charts;
  }

  private Study.Chart gaps(List<Instance> longest) {
    List<Study.Line> lines = new ArrayList<>();
    for (Instance instance : longest) {
      BestPowers found = instance.found();
      List<Double> gaps = found.powers().stream().map(BestPeak::loss).toList();
      lines.add(line(instance, grid.exponents(), gaps, found.slopes()));
    }
    return new Study.Chart(
        "Which power of the step leaves the least?",
        "The gap of η (1 + t)^-β, at the rate that is best for the best β. Dots, of one model at a"
            + " time, show the exact derivative by β: above 0 where a smaller one would leave less,"
            + " below 0 where a larger one would.",
        "exponent β",
        "gap",
        false,
        true,
        lines);
  }

  private Study.Chart exponents(Map<String, List<Instance>> models) {
    List<Study.Line> lines = new ArrayList<>();
    models.forEach(
        (model, lengths) ->
            lines.add(
                new Study.Line(
                    model,
                    lengths.stream().map(one -> (double) one.steps()).toList(),
                    lengths.stream().map(this::exponent).toList(),
                    false,
                    List.of())));
    return new Study.Chart(
        "How does the best power follow the length of training?",
        "The exponent β of the grid that leaves least.",
        "steps",
        "best exponent β",
        true,
        false,
        lines);
  }

  private Study.Chart crossings(List<Instance> longest) {
    List<Study.Line> lines = new ArrayList<>();
    for (Instance instance : longest) {
      List<Double> gaps = instance.found().phases().stream().map(BestPeak::loss).toList();
      lines.add(line(instance, grid.crossings(), gaps, List.of()));
    }
    return new Study.Chart(
        "When should the rate begin to fall?",
        "The gap of two phases at their best rates, by the step that the fall begins at.",
        "crossing",
        "gap",
        true,
        true,
        lines);
  }

  private static Study.Line line(
      Instance instance, List<Double> across, List<Double> up, List<Double> signs) {
    String name = "%s, %d steps".formatted(instance.model(), instance.steps());
    return new Study.Line(name, across, up, false, signs);
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
