package org.retrograde.reports.html.section;

import java.util.Map;
import java.util.SortedMap;
import org.retrograde.reports.html.element.Numbers;

/**
 * How fast a positive quantity grows, on a logarithmic scale, from late steps toward early ones.
 *
 * <p>The slope is the least-squares line through log10 of the values; values that have no logarithm
 * (0, NaN, infinite) are left out, here and in the means.
 *
 * @param towardPast decades per 100 steps, positive where early values are larger; NaN if fewer
 *     than two values have a logarithm
 * @param firstTenth geometric mean over the first tenth of the steps, NaN if none has a logarithm
 * @param lastTenth the same over the last tenth
 */
record LogSlope(double towardPast, double firstTenth, double lastTenth) {

  private static final double STEPS_PER_UNIT = 100;

  /**
   * Measures values by step.
   *
   * @param values at least one; not modified
   */
  static LogSlope of(SortedMap<Integer, Double> values) {
    int first = values.firstKey();
    int last = values.lastKey();
    double tenth = (last - first + 1) / 10.0;
    return new LogSlope(
        towardPast(values),
        geometricMean(values, first, first + tenth),
        geometricMean(values, last + 1 - tenth, last + 1));
  }

  private static double towardPast(SortedMap<Integer, Double> values) {
    double count = 0;
    double meanStep = 0;
    double meanLog = 0;
    double squares = 0;
    double products = 0;
    for (Map.Entry<Integer, Double> at : values.entrySet()) {
      if (Numbers.hasLog(at.getValue())) {
        count++;
        double step = at.getKey() - meanStep;
        double log = Math.log10(at.getValue());
        meanStep += step / count;
        meanLog += (log - meanLog) / count;
        squares += step * (at.getKey() - meanStep);
        products += step * (log - meanLog);
      }
    }
    return count < 2 ? Double.NaN : 0 - STEPS_PER_UNIT * products / squares;
  }

  private static double geometricMean(
      SortedMap<Integer, Double> values, double from, double before) {
    double mean =
        values.entrySet().stream()
            .filter(
                at -> at.getKey() >= from && at.getKey() < before && Numbers.hasLog(at.getValue()))
            .mapToDouble(at -> Math.log10(at.getValue()))
            .average()
            .orElse(Double.NaN);
    return Math.pow(10, mean);
  }
}
