package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.reports.record.Study;

/**
 * What is wanted of hypergradients, met or missed.
 *
 * @param found what was measured
 */
record Wanted(Found found) {

  private static final double TIMES = 1.5;
  private static final double KEPT = 0.5;
  private static final double RIVALS = 5;

  private static final String MET = "met";
  private static final String MISSED = "missed";
  private static final String OPEN = "not seen to its end";

  /** Returns it as a study; empty if no budget was enough for hypergradients. */
  Optional<Study> study() {
    return found.tuned().map(this::of);
  }

  private Study of(Point tuned) {
    List<List<String>> rows = new ArrayList<>();
    Fewer fewer = found.base().timesFewer(tuned);
    rows.add(
        List.of(
            "steps to the loss of %s".formatted(Point.GLOBAL),
            String.format(Locale.ROOT, "at least %.1f times fewer", TIMES),
            fewer.words(),
            fewer.times() >= TIMES ? MET : MISSED));
    for (Judged other : found.others()) {
      rows.add(kept(other, tuned));
    }
    if (!found.searched().isEmpty()) {
      for (int budget : found.settings().budgets()) {
        found.hypergradients(budget).ifPresent(point -> rows.addAll(rivals(point)));
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("met", (double) rows.stream().filter(row -> row.get(3).equals(MET)).count());
    figures.put("missed", (double) rows.stream().filter(row -> row.get(3).equals(MISSED)).count());
    return new Study(
        "modules-wanted",
        "What was wanted of hypergradients, and what is",
        "On the seeds that searches train on a search may have been lucky, and hypergradients have"
            + " not; on unseen seeds searches are looked at after each budget.",
        new Study.Rows("", List.of("of", "wanted", "measured", ""), rows),
        List.of(),
        figures);
  }

  /** Where the shortest training was enough, the part of the gain is a bound, or not known. */
  private List<String> kept(Judged other, Point tuned) {
    double kept = found.kept(other, tuned);
    boolean isMost = found.base().timesFewer(tuned).isBound();
    boolean isLeast = other.timesFewer(tuned).isBound();
    String measured =
        Double.isNaN(kept)
            ? "no gain to keep"
            : isMost && isLeast
                ? "both are bounds"
                : (isMost ? "≤ " : isLeast ? "≥ " : "") + digits(kept);
    boolean isOpen = kept >= KEPT ? isMost : kept < KEPT && isLeast;
    return List.of(
        "gain in steps that is kept at width %d".formatted(other.width()),
        String.format(Locale.ROOT, "at least %.1f of it", KEPT),
        measured,
        isOpen ? OPEN : kept >= KEPT ? MET : MISSED);
  }

  private List<List<String>> rivals(Point point) {
    return List.of(
        row(point, "on the seeds that searches train on", found.leastMultiple(point)),
        row(point, "on unseen seeds, by budgets", found.leastMultipleUnseen(point)));
  }

  private List<String> row(Point point, String where, double least) {
    double end = (double) found.settings().largestBudget() / point.budget();
    String verdict = least >= RIVALS ? MET : MISSED;
    return List.of(
        "runs of the first search to be as good as %d runs of hypergradients, %s"
            .formatted(point.budget(), where),
        String.format(Locale.ROOT, "at least %.0f times as many", RIVALS),
        Double.isFinite(least) ? digits(least) : "none is within %s".formatted(digits(end)),
        !Double.isFinite(least) && end < RIVALS ? OPEN : verdict);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
