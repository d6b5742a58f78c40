package org.retrograde.models.data;

import java.util.Arrays;
import java.util.List;

/** What is taken off every row. */
public enum Centring {
  /** The mean row. */
  MEAN {
    @Override
    double[] mean(LabeledData of) {
      return of.meanInput();
    }
  },
  /** Nothing: rows stay as they are. */
  NONE {
    @Override
    double[] mean(LabeledData of) {
      return new double[of.features()];
    }
  };

  /**
   * Returns what is taken off.
   *
   * @param of rows whose mean counts
   */
  abstract double[] mean(LabeledData of);

  /** Returns what was taken off as a list, which is empty where nothing is. */
  List<Double> listed(double[] mean) {
    return this == NONE ? List.of() : Arrays.stream(mean).boxed().toList();
  }
}
