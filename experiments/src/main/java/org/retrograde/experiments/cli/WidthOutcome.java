package org.retrograde.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.phase.Compared;

/**
 * How training with a recipe went at one width, over its seeds.
 *
 * @param width that was asked for, or null for that of the problem
 * @param runs one a seed
 */
record WidthOutcome(@Nullable Integer width, List<Compared> runs) {

  private static final String DIVERGED = "diverged";
  private static final String COLUMNS = "%6s  %-17s %-17s %-17s %s";

  private static final Map<String, Function<Compared, Double>> FIGURES = figures();

  /** Copies the list. */
  WidthOutcome {
    runs = List.copyOf(runs);
  }

  private static Map<String, Function<Compared, Double>> figures() {
    Map<String, Function<Compared, Double>> figures = new LinkedHashMap<>();
    figures.put("trainingLoss", Compared::trainingLoss);
    figures.put("validationLoss", run -> run.validation().loss());
    figures.put("validationError", run -> run.validation().error());
    figures.put("testLoss", run -> run.test().loss());
    figures.put("testError", run -> run.test().error());
    return figures;
  }

  /**
   * Returns all figures for programs: means by their names, and beside each its standard deviation
   * over the seeds, where there are several and none diverged.
   */
  Map<String, Object> asMap() {
    Map<String, Object> map = counts();
    FIGURES.forEach((name, figure) -> over(figure).putInto(map, name));
    return map;
  }

  /** Returns a line for each figure. */
  List<String> lines() {
    Map<String, Object> map = counts();
    FIGURES.forEach((name, figure) -> map.put(name, over(figure)));
    return map.entrySet().stream()
        .map(entry -> "%-16s %s".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Map<String, Object> counts() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (width != null) {
      map.put("width", width);
    }
    map.put("seeds", runs.size());
    map.put(DIVERGED, diverged());
    return map;
  }

  /** Returns the head of {@link #row}. */
  static String head() {
    return COLUMNS.formatted(
        "width", "validation loss", "validation error", "test loss", "test error");
  }

  /** Returns what fits in one line of a terminal. */
  String row() {
    String figures =
        COLUMNS.formatted(
            width,
            over(run -> run.validation().loss()),
            over(run -> run.validation().error()),
            over(run -> run.test().loss()),
            over(run -> run.test().error()));
    return diverged() == 0
        ? figures
        : "%s  %d of %d %s".formatted(figures, diverged(), runs.size(), DIVERGED);
  }

  private long diverged() {
    return runs.stream().filter(Compared::diverged).count();
  }

  private Spread over(Function<Compared, Double> figure) {
    return Spread.over(runs, figure);
  }
}
