package org.retrograde.models.bench;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/** Medians of measurements. */
final class Medians {

  private Medians() {}

  static double of(List<Double> values) {
    return StatUtils.percentile(values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
  }
}
