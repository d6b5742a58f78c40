package org.retrograde.experiments.bench;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Several measurements of one figure.
 *
 * @param median of all
 * @param low the lowest
 * @param high the highest
 * @param count how many
 */
public record Timings(double median, double low, double high, int count) {

  static Timings of(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Timings(
        StatUtils.percentile(all, 50), StatUtils.min(all), StatUtils.max(all), all.length);
  }
}
