package org.retrograde.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.reports.statistics.Spread;

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
    figures.put("loss, last batches", Compared::trainingLoss);
    figures.put("validation loss", run -> run.validation().loss());
    figures.put("validation error", run -> run.validation().error());
    figures.put("test loss", run -> run.test().loss());
    figures.put("test error", run -> run.test().error());
    return figures;
  }

  /**
   * Returns all figures for programs: means over the seeds that did not diverge by their names, and
   * beside each its standard deviation over them, where there are several.
   */
  Map<String, Object> asMap() {
    Map<String, Object> map = counts();
    FIGURES.forEach((words, figure) -> Means.put(map, name(words), over(figure)));
    return map;
  }

  /** Returns words as a name for programs. */
  private static String name(String words) {
    return Pattern.compile(" (.)")
        .matcher(words.replace("'", ""))
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  /** Returns a line for each figure. */
  List<String> lines() {
    Map<String, Object> map = counts();
    FIGURES.forEach((words, figure) -> map.put(words, Means.words(over(figure))));
    return map.entrySet().stream()
        .map(entry -> "%-18s %s".formatted(entry.getKey(), entry.getValue()))
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
            Means.words(over(run -> run.validation().loss())),
            Means.words(over(run -> run.validation().error())),
            Means.words(over(run -> run.test().loss())),
            Means.words(over(run -> run.test().error())));
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
