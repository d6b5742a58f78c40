package org.retrograde.reports.record;

import java.util.List;
import java.util.Locale;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reports.statistics.SeedVerdict;
import org.retrograde.reports.statistics.Spread;

/**
 * What a run is summed up in: one figure, on seeds that nothing was chosen by, before and after
 * tuning, of what anybody would try first, and of an answer that knows nothing of the inputs.
 *
 * @param metric word of the figure in a config
 * @param label what people call it
 * @param part the rows: {@code test}, or {@code validation} of a problem without others
 * @param rows how many rows those are; 0 if not known
 * @param fraction whether it is a fraction of rows, 0 to 1
 * @param higherIsBetter whether more of it is better
 * @param start its values with the settings before tuning, one a seed; infinite where a run
 *     diverged, which is counted and in no mean
 * @param tuned its values after tuning; none if nothing was tuned
 * @param baseline its values with the baseline; none if there is none
 * @param constant its value for one answer to every row: the most frequent class of the training
 *     rows or the mean of their targets; NaN where that has no meaning
 */
public record Headline(
    String metric,
    String label,
    String part,
    long rows,
    boolean fraction,
    boolean higherIsBetter,
    List<Double> start,
    List<Double> tuned,
    List<Double> baseline,
    double constant)
    implements Finding {

  /** Copies the lists. */
  public Headline {
    start = List.copyOf(start);
    tuned = List.copyOf(tuned);
    baseline = List.copyOf(baseline);
  }

  /** Returns what it is of what, such as "test accuracy". */
  public String name() {
    return part + " " + label;
  }

  /** Returns the mean of some of its values as people read it, and how many diverged. */
  public String shown(List<Double> values) {
    Spread spread = Spread.of(values);
    if (!fraction || spread.count() == 0) {
      return spread.words();
    }
    String lost = spread.lostWords();
    return String.format(Locale.ROOT, "%.2f %%", 100 * spread.mean())
        + (lost.isEmpty() ? "" : " (" + lost + ")");
  }

  /** Returns what tuning has to be better than: the baseline, or the start without one. */
  public List<Double> rival() {
    return baseline.isEmpty() ? start : baseline;
  }

  /** Returns the change of each seed from some of its values to those after tuning. */
  public Spread changeFrom(List<Double> values) {
    return Spread.ofChange(values, tuned);
  }

  /** Returns what the seeds allow to say of tuning against {@link #rival}. */
  public SeedVerdict verdict() {
    return SeedVerdict.of(changeFrom(rival()), higherIsBetter);
  }

  /**
   * Returns that in words, with the change and its 95 % interval over the seeds that both finished.
   */
  public String verdictWords() {
    String other = baseline.isEmpty() ? "the settings before tuning" : "the baseline";
    Spread change = changeFrom(rival());
    String lost = Spread.of(tuned).lostWords();
    return switch (verdict()) {
          case BETTER -> "tuned is better than %s, by %s".formatted(other, withInterval(change));
          case WORSE -> "tuned is worse than %s, by %s".formatted(other, withInterval(change));
          case WITHIN_SPREAD ->
              "the seeds do not tell tuned from %s: %s".formatted(other, withInterval(change));
          case NO_SPREAD ->
              change.count() == 0
                  ? "no seed finished both tuned and with %s".formatted(other)
                  : "one seed does not tell tuned from %s: %s%s"
                      .formatted(other, signed(change), unit());
        }
        + (lost.isEmpty() ? "" : "; tuned: " + lost);
  }

  private String withInterval(Spread change) {
    return String.format(
        Locale.ROOT,
        "%s ± %s%s (95 %% interval, %d seeds)",
        signed(change),
        digits(change.halfWidth()),
        unit(),
        change.count());
  }

  private String signed(Spread change) {
    return (change.mean() > 0 ? "+" : "") + digits(change.mean());
  }

  private String digits(double value) {
    return fraction ? String.format(Locale.ROOT, "%.2f", 100 * value) : Digits.of(value);
  }

  private String unit() {
    return fraction ? " points" : "";
  }

  /**
   * Returns what no interval over seeds contains: that other rows would give other figures.
   *
   * @return with the standard error of a fraction p of n rows, the root of p (1 - p) / n
   */
  public String rowsWords() {
    String all = rows == 0 ? "these" : String.format(Locale.ROOT, "these %,d", rows);
    String words = "spreads and intervals are over seeds, all on %s %s rows".formatted(all, part);
    Spread spread = Spread.of(tuned.isEmpty() ? start : tuned);
    if (!fraction || rows == 0 || spread.count() == 0) {
      return words + "; other rows would give other figures";
    }
    double error = Math.sqrt(spread.mean() * (1 - spread.mean()) / rows);
    return words
        + String.format(
            Locale.ROOT,
            "; with other rows, as many, the %s would vary by a standard error of %.1f points",
            label,
            100 * error);
  }
}
