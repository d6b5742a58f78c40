package org.retrograde.reports.record;

import java.util.List;
import java.util.Locale;

/**
 * What a run is summed up in: one figure, on seeds that nothing was chosen by, before and after
 * tuning and of what anybody would try first.
 *
 * @param metric word of the figure in a config
 * @param label what people call it
 * @param part the rows: {@code test}, or {@code validation} of a problem without others
 * @param fraction whether it is a fraction of rows, 0 to 1
 * @param higherIsBetter whether more of it is better
 * @param start its values with the settings before tuning, one a seed; not finite where a run
 *     diverged and has none
 * @param tuned its values after tuning; none if nothing was tuned
 * @param baseline its values with the baseline; none if there is none
 */
public record Headline(
    String metric,
    String label,
    String part,
    boolean fraction,
    boolean higherIsBetter,
    List<Double> start,
    List<Double> tuned,
    List<Double> baseline)
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

  /** Returns the mean of some of its values. */
  public static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }

  /** Returns the mean of some of its values as people read it. */
  public String shown(List<Double> values) {
    double mean = mean(values);
    if (!Double.isFinite(mean)) {
      return "diverged";
    }
    return fraction
        ? String.format(Locale.ROOT, "%.2f %%", 100 * mean)
        : String.format(Locale.ROOT, "%.4f", mean);
  }
}
