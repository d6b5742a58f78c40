package org.retrograde.models.data;

import java.util.Arrays;
import java.util.List;

/** What is done to features before a network sees them. */
public enum FeatureScaling {
  /** Rows stay as they are. */
  NONE {
    @Override
    FeatureMap of(LabeledData rows) {
      return FeatureMap.IDENTITY;
    }
  },
  /** The mean row is taken off. */
  CENTRED {
    @Override
    FeatureMap of(LabeledData rows) {
      return new FeatureMap(list(rows.meanInput()), List.of());
    }
  },
  /**
   * The mean row is taken off, and what is left divided by its standard deviation. A feature that
   * is the same in all rows has none, and is divided by 1; one that stands for a category stays 0
   * or 1.
   */
  STANDARDIZED {
    @Override
    FeatureMap of(LabeledData rows) {
      double[] mean = rows.meanInput();
      double[] deviations = rows.deviations(mean);
      for (int j = 0; j < deviations.length; j++) {
        if (rows.isIndicator(j)) {
          mean[j] = 0;
          deviations[j] = 1;
        } else if (deviations[j] <= RESOLUTION * Math.abs(mean[j])) {
          deviations[j] = 1;
        }
      }
      return new FeatureMap(list(mean), list(deviations));
    }
  };

  /** A float's digits: what is smaller in comparison with the mean is rounding. */
  private static final double RESOLUTION = 0x1p-23;

  /**
   * Returns the map.
   *
   * @param rows whose mean and deviation count
   */
  abstract FeatureMap of(LabeledData rows);

  /**
   * Returns the map of numbers to predict: to mean 0 and deviation 1 where features are, and none
   * for rows with classes.
   *
   * @param rows whose mean and deviation count
   */
  FeatureMap ofTargets(LabeledData rows) {
    if (this != STANDARDIZED || !rows.hasNumbers()) {
      return FeatureMap.IDENTITY;
    }
    return of(LabeledData.ofNumbers(rows.numbers(), rows.numbers(), Origin.NONE));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
