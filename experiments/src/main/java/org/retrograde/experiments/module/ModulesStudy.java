package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.reports.record.Study;
import org.retrograde.reports.statistics.Spread;

/**
 * What was found, in words.
 *
 * @param found that is told
 */
record ModulesStudy(Found found) {

  /** Returns the words, table, pictures and figures. */
  Study study() {
    List<Study.Chart> charts = new ArrayList<>();
    charts.add(overBudgets());
    found.judged().forEach(one -> charts.add(overSteps(one)));
    found.landscape().forEach(line -> charts.addAll(line.charts()));
    return new Study(ModulesPhase.WORD, heading(), words(), table(), charts, List.of(), figures());
  }

  private String heading() {
    return found
        .tuned()
        .map(
            tuned ->
                "Hypergradients within %d runs: %s times fewer steps than one rate and decay for all"
                    .formatted(tuned.budget(), found.base().timesFewer(tuned).words()))
        .orElse("No budget was enough for a hypergradient");
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
                found.start(),
                found.settings().grid().runs(),
                found.numbers(),
                found.settings().unseenSeeds(),
                Point.GLOBAL,
                listed(),
                found.settings().unseenSeeds() == 5
                    ? " (of five, they hold the median with a chance of 94 %)"
                    : ""));
    for (Direction line : found.landscape()) {
      sentences.add("%s (%s).".formatted(line.agreementWords(), line.unit()));
    }
    return String.join(" ", sentences);
  }

  private String listed() {
    return String.join(
        ", ",
        found.base().needed().steps().stream().map(steps -> Integer.toString(steps)).toList());
  }

  private Study.Rows table() {
    List<String> columns =
        new ArrayList<>(List.of("arm", "runs", "loss", "change", "times fewer steps"));
    for (Judged other : found.others()) {
      columns.add("change at width " + other.width());
      columns.add("times fewer steps there");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Point point : found.points()) {
      List<String> row = new ArrayList<>();
      row.add(point.arm());
      row.add(point.isGlobal() ? "0" : Integer.toString(point.budget()));
      row.add(Words.of(Spread.of(found.base().bySeed(point))));
      for (Judged one : found.judged()) {
        row.add(one.has(point) ? Words.of(one.change(point)) : "");
        row.add(one.has(point) ? timesWithRange(one, point) : "");
      }
      rows.add(row);
    }
    return new Study.Rows(
        "At width %d, and untouched at others".formatted(found.base().width()), columns, rows);
  }

  private static String timesWithRange(Judged judged, Point point) {
    String times = judged.timesFewer(point).words();
    List<Fewer> bySeed = judged.timesFewerBySeed(point);
    return bySeed.isEmpty()
        ? times
        : "%s (%s to %s)"
            .formatted(times, bySeed.get(0).words(), bySeed.get(bySeed.size() - 1).words());
  }

  private Study.Chart overBudgets() {
    Map<String, List<Point>> byArm = new LinkedHashMap<>();
    found
        .points()
        .forEach(point -> byArm.computeIfAbsent(point.arm(), arm -> new ArrayList<>()).add(point));
    List<Study.Line> lines = new ArrayList<>();
    byArm.forEach(
        (arm, own) -> {
          boolean isGlobal = arm.equals(Point.GLOBAL);
          List<Double> at =
              isGlobal
                  ? found.settings().budgets().stream().map(Integer::doubleValue).toList()
                  : own.stream().map(point -> (double) point.budget()).toList();
          List<Double> losses =
              isGlobal
                  ? at.stream().map(budget -> found.base().mean(own.get(0))).toList()
                  : own.stream().map(found.base()::mean).toList();
          lines.add(new Study.Line(arm, at, losses, isGlobal, List.of()));
        });
    return new Study.Chart(
        "What does each arm make of its runs?",
        "Mean test loss of %d unseen seeds; dashed is where all begin."
            .formatted(found.settings().unseenSeeds()),
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
      boolean isLast = point.budget() == found.settings().largestBudget();
      if (point.isGlobal() || isLast) {
        lines.add(
            new Study.Line(point.arm(), steps, one.byLength(point), point.isGlobal(), List.of()));
      }
    }
    return new Study.Chart(
        "How many steps does a loss take at width %d?".formatted(one.width()),
        "Trainings over several lengths, within %d runs of tuning; dashed is one rate and decay for"
                .formatted(found.settings().largestBudget())
            + " all.",
        "steps",
        "test loss",
        true,
        false,
        lines);
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Judged one : found.judged()) {
      for (Point point : one.points()) {
        String key = "%s-%d-at-%d".formatted(point.arm(), point.budget(), one.width());
        figures.put("loss-" + key, one.mean(point));
        if (!point.isGlobal()) {
          figures.put("times-fewer-steps-" + key, one.timesFewer(point).times());
        }
      }
    }
    for (Judged other : found.others()) {
      found
          .tuned()
          .ifPresent(tuned -> figures.put("kept-at-" + other.width(), found.kept(other, tuned)));
    }
    for (int budget : found.settings().budgets()) {
      found
          .hypergradients(budget)
          .ifPresent(
              point ->
                  found
                      .searched()
                      .forEach(
                          (method, search) ->
                              figures.put(
                                  "runs-of-%s-over-%d".formatted(method, budget),
                                  found.multiple(search, point))));
    }
    found
        .landscape()
        .forEach(
            line ->
                line.agreement()
                    .ifPresent(
                        stretch -> {
                          String key = line.name().toLowerCase(Locale.ROOT).replace(' ', '-');
                          figures.put("meaning-from-along-" + key, stretch.from());
                          figures.put("meaning-to-along-" + key, stretch.to());
                        }));
    found
        .bestSearch()
        .ifPresent(best -> figures.put("least-loss-of-a-search", found.base().mean(best)));
    return figures;
  }
}
