package org.retrograde.experiments.valley;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.retrograde.reports.record.Study;

/**
 * Optimizers on one problem, in words.
 *
 * @param problem name of it; empty where there is one alone
 * @param settings of the valley
 * @param cells of each optimizer
 */
record ValleyStudy(String problem, ValleySettings settings, Map<String, List<Cell>> cells) {

  /** Name of the learnt schedule that all parameter groups share. */
  static final String SHARED = "learnt, shared";

  /** Name of the learnt schedules that each parameter group has of its own. */
  static final String OF_GROUPS = "learnt, of groups";

  Study study() {
    return new Study(
        problem.isEmpty() ? ValleyPhase.WORD : ValleyPhase.WORD + "-" + problem,
        heading(),
        words(),
        table(),
        List.of(),
        List.of(switching(), everything(), promises()),
        figures());
  }

  private Cell cell(String optimizer, String schedule, int budget) {
    return cells.getOrDefault(optimizer, List.of()).stream()
        .filter(cell -> cell.schedule().equals(schedule) && cell.budget() == budget)
        .findFirst()
        .orElse(missing(schedule, budget));
  }

  private Cell untuned(String optimizer) {
    return cell(optimizer, settings.firstSchedule(), 0);
  }

  private Cell tuned(String optimizer) {
    return cell(optimizer, settings.firstSchedule(), settings.draws());
  }

  /** The best schedule that was drawn with all draws. */
  private Cell bestDrawn(String optimizer) {
    return settings.schedules().keySet().stream()
        .map(schedule -> cell(optimizer, schedule, settings.draws()))
        .min(Comparator.comparingDouble(Cell::loss))
        .orElseThrow();
  }

  /** The optimizer of least loss among some cells, one of each. */
  private String winner(Function<String, Cell> of) {
    return cells.keySet().stream()
        .min(Comparator.comparingDouble(optimizer -> of.apply(optimizer).loss()))
        .orElseThrow();
  }

  String bestUntuned() {
    return winner(this::untuned);
  }

  String bestTuned() {
    return winner(this::tuned);
  }

  double lossUntuned() {
    return untuned(bestUntuned()).loss();
  }

  double lossTuned() {
    return tuned(bestTuned()).loss();
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  double medianUntuned() {
    return median(cells.keySet().stream().map(optimizer -> untuned(optimizer).loss()));
  }

  double medianTuned() {
    return median(cells.keySet().stream().map(optimizer -> tuned(optimizer).loss()));
  }

  /** The optimizer and schedule of least loss of all that was drawn with all draws. */
  String bestDrawn() {
    String optimizer = winner(this::bestDrawn);
    return optimizer + ", " + bestDrawn(optimizer).schedule();
  }

  double lossDrawn() {
    return bestDrawn(winner(this::bestDrawn)).loss();
  }

  /** The least loss of what was learnt. */
  double lossLearnt() {
    return cells.keySet().stream()
        .flatMap(optimizer -> Stream.of(SHARED, OF_GROUPS).map(word -> learnt(optimizer, word)))
        .mapToDouble(Cell::loss)
        .min()
        .orElseThrow();
  }

  private Cell learnt(String optimizer, String word) {
    return cell(optimizer, word, settings.draws());
  }

  private String heading() {
    return "%s: tuning with %d draws takes the best loss from %s (%s) to %s (%s)"
        .formatted(
            problem.isEmpty() ? "This problem" : problem,
            settings.draws(),
            number(lossUntuned()),
            bestUntuned(),
            number(lossTuned()),
            bestTuned());
  }

  private String words() {
    return ("Each optimizer was trained with its defaults, and with the best of %s random draws of"
            + " its numbers, chosen on one seed; all stand with mean and standard deviation over"
            + " %d other seeds. Learnt schedules have %d knots, begin with the best of %d draws"
            + " under a %s rate, and spend the runs of the other %d on hypergradients. What one"
            + " step along the hypergradient promises, by which no rate moves by more than a tenth,"
            + " says how far from tuned a choice is. The best schedule is that of %d, with as"
            + " many draws each.")
        .formatted(
            String.join(", ", settings.budgets().stream().map(Object::toString).toList()),
            settings.judgeSeeds(),
            settings.knots(),
            settings.budgets().get(0),
            settings.firstSchedule(),
            settings.runsOfLearning(),
            settings.schedules().size());
  }

  private Study.Rows table() {
    List<String> columns = new ArrayList<>(List.of("optimizer", "untuned"));
    settings.budgets().forEach(budget -> columns.add(budget + " draws"));
    columns.addAll(
        List.of("what was drawn", "best schedule", SHARED, OF_GROUPS, "promised: untuned, tuned"));
    List<List<String>> rows = new ArrayList<>();
    for (String optimizer : cells.keySet()) {
      List<String> row = new ArrayList<>(List.of(optimizer, untuned(optimizer).spread()));
      settings
          .budgets()
          .forEach(budget -> row.add(cell(optimizer, settings.firstSchedule(), budget).spread()));
      Cell best = bestDrawn(optimizer);
      row.add(tuned(optimizer).words());
      row.add("%s: %s".formatted(best.schedule(), best.spread()));
      row.add(learnt(optimizer, SHARED).spread());
      row.add(learnt(optimizer, OF_GROUPS).spread());
      row.add(
          "%s, %s"
              .formatted(
                  percent(untuned(optimizer).promise()), percent(tuned(optimizer).promise())));
      rows.add(row);
    }
    return new Study.Rows(
        "Final losses under a %s rate, and beside it".formatted(settings.firstSchedule()),
        columns,
        rows);
  }

  /** What the paper's figure 2 shows: rows are left, columns are gone to. */
  private Study.HeatMap switching() {
    List<String> optimizers = List.copyOf(cells.keySet());
    List<Cell> to = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (String optimizer : optimizers) {
      to.add(tuned(optimizer));
      columns.add(optimizer + " tuned");
    }
    for (String word : List.of(SHARED, OF_GROUPS)) {
      String best = winner(optimizer -> learnt(optimizer, word));
      to.add(learnt(best, word));
      columns.add("%s %s".formatted(best, word));
    }
    return new Study.HeatMap(
        "What does it bring to leave an untuned optimizer for a tuned one?",
        "Rows are optimizers with their defaults, columns the same ones at the best of %d draws,"
                .formatted(settings.draws())
            + " all under a %s rate, and the best schedules that were learnt. Blue is better than"
                .formatted(settings.firstSchedule())
            + " the row, orange worse, by how many per cent of its loss.",
        "improvement, %",
        optimizers.stream().map(optimizer -> optimizer + " untuned").toList(),
        columns,
        optimizers.stream()
            .map(
                row ->
                    to.stream().map(cell -> 100 * (1 - cell.loss() / untuned(row).loss())).toList())
            .toList());
  }

  private Study.HeatMap everything() {
    double best = Math.min(lossDrawn(), lossLearnt());
    return map(
        "Which schedule, and which budget?",
        "Losses of all choices against the least of all, in per cent: columns are schedules with"
            + " the number of draws; 0 are the defaults.",
        "improvement on the best, %",
        cell -> 100 * (1 - cell.loss() / best));
  }

  private Study.HeatMap promises() {
    return map(
        "How far from tuned is each choice?",
        "What one step along the exact hypergradient promises, in per cent of the loss, if it moves"
            + " no rate by more than a tenth. A cross is a run that diverged; from 100 on training"
            + " is chaos, and the first order says nothing.",
        "promised improvement, %",
        cell -> 100 * cell.promise());
  }

  private Study.HeatMap map(
      String heading, String explanation, String what, Function<Cell, Double> value) {
    List<Cell> like = columns();
    return new Study.HeatMap(
        heading,
        explanation,
        what,
        List.copyOf(cells.keySet()),
        like.stream().map(cell -> "%s, %d".formatted(cell.schedule(), cell.budget())).toList(),
        cells.keySet().stream()
            .map(
                optimizer ->
                    like.stream()
                        .map(cell -> cell(optimizer, cell.schedule(), cell.budget()))
                        .map(value)
                        .toList())
            .toList());
  }

  /** What each optimizer should have: schedules by budgets, and what was learnt. */
  private List<Cell> columns() {
    List<Cell> columns = new ArrayList<>();
    for (String schedule : settings.schedules().keySet()) {
      columns.add(missing(schedule, 0));
      settings.budgets().forEach(budget -> columns.add(missing(schedule, budget)));
    }
    columns.add(missing(SHARED, settings.draws()));
    columns.add(missing(OF_GROUPS, settings.draws()));
    return columns;
  }

  private static Cell missing(String schedule, int budget) {
    return new Cell(schedule, budget, "–", List.of(), Double.NaN);
  }

  private Map<String, Double> figures() {
    String on = problem.isEmpty() ? "" : "-on-" + problem;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("best-untuned" + on, lossUntuned());
    figures.put("median-untuned" + on, medianUntuned());
    figures.put("best-tuned" + on, lossTuned());
    figures.put("tuned-over-untuned" + on, lossTuned() / lossUntuned());
    figures.put("many-untuned-over-one-tuned" + on, lossUntuned() / medianTuned());
    figures.put("best-drawn" + on, lossDrawn());
    figures.put("best-learnt" + on, lossLearnt());
    figures.put("learnt-over-tuned" + on, lossLearnt() / lossTuned());
    figures.put("learnt-over-drawn" + on, lossLearnt() / lossDrawn());
    return figures;
  }

  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2g %%", 100 * share);
  }
}
