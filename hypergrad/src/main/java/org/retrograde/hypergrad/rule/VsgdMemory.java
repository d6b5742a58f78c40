package org.retrograde.hypergrad.rule;

/** The running means of parameters that share a rate, for {@link Vsgd}. */
final class VsgdMemory {

  private static final double FLOOR = 1e-9;

  /** Of mean squares: curvatures that are all alike are no outliers. */
  private static final double ROUNDING = 1e-12;

  private final double[] mean;
  private final double[] square;
  private final double[] bend;
  private final double[] bendSquare;
  private double length = 2;

  VsgdMemory(int parameters) {
    mean = new double[parameters];
    square = new double[parameters];
    bend = new double[parameters];
    bendSquare = new double[parameters];
  }

  /** Takes in one of the gradients before the first step. */
  void start(double[] gradient, double caution, double share) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += share * gradient[i];
      square[i] += share * caution * (gradient[i] * gradient[i] + FLOOR);
    }
  }

  /** Takes in one of the curvatures before the first step. */
  void startCurvature(double[] curvatures, double share) {
    for (int i = 0; i < bend.length; i++) {
      bend[i] += share * curvatures[i];
      bendSquare[i] += share * curvatures[i] * curvatures[i];
    }
  }

  /** Adds the mean gradient of as many parameters as a point has, from one on. */
  void addMean(int from, double[] point) {
    for (int i = 0; i < point.length; i++) {
      point[i] += mean[from + i];
    }
  }

  /** Takes a step in; returns its rate, NaN where nothing has shown a curvature. */
  double next(double[] gradient, double[] curvatures, boolean outliers) {
    if (outliers && (isFar(gradient, mean, square) || isFar(curvatures, bend, bendSquare))) {
      length++;
    }
    double share = 1 / length;
    double squares = 0;
    double means = 0;
    double sharpest = 0;
    for (int i = 0; i < mean.length; i++) {
      double x = gradient[i];
      double h = curvatures[i];
      mean[i] += share * (x - mean[i]);
      square[i] += share * (x * x - square[i]) + FLOOR;
      bend[i] += share * (h - bend[i]);
      bendSquare[i] += share * (h * h - bendSquare[i]);
      squares += mean[i] * mean[i];
      means += square[i];
      sharpest = bend[i] == 0 ? sharpest : Math.max(sharpest, bendSquare[i] / bend[i]);
    }
    double part = squares / means;
    length = (1 - part) * length + 1;
    return sharpest == 0 ? Double.NaN : part / (sharpest + FLOOR);
  }

  /** Whether values are further from their means than their deviations, all together. */
  private static boolean isFar(double[] values, double[] means, double[] squares) {
    double distance = 0;
    double spread = 0;
    double rounding = 0;
    for (int i = 0; i < values.length; i++) {
      distance += (values[i] - means[i]) * (values[i] - means[i]);
      spread += squares[i] - means[i] * means[i];
      rounding += ROUNDING * squares[i];
    }
    return distance > spread + rounding;
  }
}
