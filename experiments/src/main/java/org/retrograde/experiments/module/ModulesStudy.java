package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.reports.record.Study;
import org.retrograde.reports.statistics.Spread;

/**
 * What was found, in words.
 *
 * @param settings of the section
 * @param start of all arms, in words
 * @param space around it
 * @param points that were found
 * @param searched by each method
 * @param judged at each width, that of tuning first
 * @param landscape along two directions, or none
 */
record ModulesStudy(
    ModulesSettings settings,
    String start,
    SearchSpace space,
    List<Point> points,
    Map<String, Arms.Searched> searched,
    List<Judged> judged,
    List<Direction> landscape) {

  /** Copies the lists. */
  ModulesStudy {
    points = List.copyOf(points);
    judged = List.copyOf(judged);
    landscape = List.copyOf(landscape);
  }

  /** Returns the same with more widths. */
  ModulesStudy with(List<Judged> more) {
    return new ModulesStudy(settings, start, space, points, searched, more, landscape);
  }

  /** Adds what was found, and what was wanted, to the results. */
  void record(RunContext context) {
    new Wanted(this).result().ifPresent(context::add);
    context.add(study());
  }

  private Study study() {
    List<Study.Chart> charts = new ArrayList<>();
    charts.add(overBudgets());
    judged.forEach(one -> charts.add(overSteps(one)));
    landscape.forEach(line -> charts.addAll(line.charts()));
    return new Study(ModulesPhase.WORD, heading(), words(), table(), charts, List.of(), figures());
  }

  Judged base() {
    return judged.get(0);
  }

  Optional<Point> hypergradients(int budget) {
    return points.stream()
        .filter(point -> point.isOfHypergradients() && point.budget() == budget)
        .findFirst();
  }

  Optional<Point> tuned() {
    return hypergradients(settings.largestBudget());
  }

  private Optional<Point> bestSearch() {
    return points.stream()
        .filter(point -> point.budget() == settings.largestBudget() && !point.isOfHypergradients())
        .min(Comparator.comparingDouble(base()::mean));
  }

  private String heading() {
    return tuned()
        .map(
            tuned ->
                "Hypergradients within %d runs: %s times fewer steps than one rate and decay for all"
                    .formatted(tuned.budget(), times(base(), tuned)))
        .orElse("No budget was enough for a hypergradient");
  }

  static String times(Judged judged, Point point) {
    return Words.times(judged.timesFewer(point), judged.needed().most());
  }

  private String words() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        ("All arms begin at %s, the best of a grid of %d runs that none of them pays for, and move"
             + " %d numbers. Losses are those of the test rows, means of %d seeds that nothing was"
             + " chosen by, with 95 %% intervals; changes are paired by seed. Steps are those that"
             + " the loss of %s takes, between trainings over %s steps whose schedule is as long as"
             + " they are; in brackets the least and the most of the seeds by themselves%s.")
            .formatted(
                start,
                settings.grid().runs(),
                space.searched().size(),
                settings.unseenSeeds(),
                Point.GLOBAL,
                listed(),
                settings.unseenSeeds() == 5
                    ? " (of five, they hold the median with a chance of 94 %)"
                    : ""));
    for (Direction line : landscape) {
      sentences.add(
          Double.isNaN(line.onset())
              ? "Along %s derivatives agree with differences of losses everywhere."
                  .formatted(line.name())
              : "Along %s derivatives stop to agree with differences of losses at %s (%s)."
                  .formatted(line.name(), Words.of(line.onset()), line.unit()));
    }
    return String.join(" ", sentences);
  }

  private String listed() {
    return String.join(
        ", ", base().needed().steps().stream().map(steps -> Integer.toString(steps)).toList());
  }

  /** Returns the part of the gain in steps that another width has. */
  double kept(Judged other, Point tuned) {
    return (other.timesFewer(tuned) - 1) / (base().timesFewer(tuned) - 1);
  }

  /** Returns the runs of a search until it is as good on its own seeds, over a budget. */
  private double multiple(Arms.Searched search, Point point) {
    return search.runsUntil(point.searched()) / point.budget();
  }

  /** Returns the same of the search that is there first. */
  double leastMultiple(Point point) {
    return searched.values().stream()
        .mapToDouble(search -> multiple(search, point))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private Study.Rows table() {
    List<String> columns =
        new ArrayList<>(List.of("arm", "runs", "loss", "change", "times fewer steps"));
    for (Judged other : judged.subList(1, judged.size())) {
      columns.add("change at width " + other.width());
      columns.add("times fewer steps there");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Point point : points) {
      List<String> row = new ArrayList<>();
      row.add(point.arm());
      row.add(point.isGlobal() ? "0" : Integer.toString(point.budget()));
      row.add(Words.of(Spread.of(base().bySeed(point))));
      for (Judged one : judged) {
        row.add(one.has(point) ? Words.of(one.change(point)) : "");
        row.add(one.has(point) ? timesWithRange(one, point) : "");
      }
      rows.add(row);
    }
    return new Study.Rows(
        "At width %d, and untouched at others".formatted(base().width()), columns, rows);
  }

  private static String timesWithRange(Judged judged, Point point) {
    double most = judged.needed().most();
    List<Double> bySeed = judged.timesFewerBySeed(point).stream().sorted().toList();
    return "%s (%s to %s)"
        .formatted(
            times(judged, point),
            Words.times(bySeed.get(0), most),
            Words.times(bySeed.get(bySeed.size() - 1), most));
  }

  private Study.Chart overBudgets() {
    Map<String, List<Point>> byArm = new LinkedHashMap<>();
    points.forEach(
        point -> byArm.computeIfAbsent(point.arm(), arm -> new ArrayList<>()).add(point));
    List<Study.Line> lines = new ArrayList<>();
    byArm.forEach(
        (arm, found) -> {
          boolean isGlobal = arm.equals(Point.GLOBAL);
          List<Double> at =
              isGlobal
                  ? settings.budgets().stream().map(Integer::doubleValue).toList()
                  : found.stream().map(point -> (double) point.budget()).toList();
          List<Double> losses =
              isGlobal
                  ? at.stream().map(budget -> base().mean(found.get(0))).toList()
                  : found.stream().map(base()::mean).toList();
          lines.add(new Study.Line(arm, at, losses, isGlobal, List.of()));
        });
    return new Study.Chart(
        "What does each arm make of its runs?",
        "Mean test loss of %d unseen seeds; dashed is where all begin."
            .formatted(settings.unseenSeeds()),
        "training runs",
        "test loss",
        true,
        false,
        lines);
  }

  private Study.Chart overSteps(Judged one) {
    List<Double> steps = one.needed().steps().stream().map(Integer::doubleValue).toList();
    List<Study.Line> lines = new ArrayList<>();
    for (Point point : one.points()) {
      boolean isLast = point.budget() == settings.largestBudget();
      if (point.isGlobal() || isLast) {
        lines.add(
            new Study.Line(point.arm(), steps, one.byLength(point), point.isGlobal(), List.of()));
      }
    }
    return new Study.Chart(
        "How many steps does a loss take at width %d?".formatted(one.width()),
        "Trainings over several lengths, within %d runs of tuning; dashed is one rate and decay for"
                .formatted(settings.largestBudget())
            + " all.",
        "steps",
        "test loss",
        true,
        false,
        lines);
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Judged one : judged) {
      for (Point point : one.points()) {
        String key = "%s-%d-at-%d".formatted(point.arm(), point.budget(), one.width());
        figures.put("loss-" + key, one.mean(point));
        if (!point.isGlobal()) {
          figures.put("times-fewer-steps-" + key, one.timesFewer(point));
        }
      }
    }
    for (Judged other : judged.subList(1, judged.size())) {
      tuned().ifPresent(tuned -> figures.put("kept-at-" + other.width(), kept(other, tuned)));
    }
    for (int budget : settings.budgets()) {
      hypergradients(budget)
          .ifPresent(
              point ->
                  searched.forEach(
                      (method, search) ->
                          figures.put(
                              "runs-of-%s-over-%d".formatted(method, budget),
                              multiple(search, point))));
    }
    landscape.forEach(
        line ->
            figures.put(
                "onset-along-" + line.name().toLowerCase(Locale.ROOT).replace(' ', '-'),
                line.onset()));
    bestSearch().ifPresent(best -> figures.put("least-loss-of-a-search", base().mean(best)));
    return figures;
  }
}
