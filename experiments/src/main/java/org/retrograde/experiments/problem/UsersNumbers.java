package org.retrograde.experiments.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Watches the numbers that an objective of the user's own returns. Weights on the path of a
 * training are always numbers, so that what is none comes from the class, and is named as such
 * before it spreads to positions and adjoints.
 *
 * <p>It stays a divergence, as a training may lead a sound class to where its loss overflows.
 *
 * @param className of the objective
 * @param groups of its parameters
 */
record UsersNumbers(String className, List<ParameterGroup> groups) {

  /** Refuses first weights that are no numbers. */
  void requireStart(double[][] weights) {
    if (!areNumbers(weights)) {
      Fault fault = first(weights);
      throw new UsersObjectiveException(
          className,
          "initialWeights()",
          "returned %s as %s".formatted(fault.value(), fault.place()));
    }
  }

  /**
   * Refuses a loss or an array that has left the numbers, if all of {@code from} are numbers.
   *
   * @param method that was called
   * @param step of the training
   * @param loss that it returned
   * @param array that it filled
   * @param from what it was given
   * @throws DivergenceException with the class and the method
   */
  void require(String method, int step, double loss, double[][] array, double[][]... from) {
    if (Double.isFinite(loss) && areNumbers(array)) {
      return;
    }
    if (!Arrays.stream(from).allMatch(UsersNumbers::areNumbers)) {
      return; // whoever sees that names it
    }
    Fault fault = Double.isFinite(loss) ? first(array) : new Fault("the loss", loss);
    double largest =
        Arrays.stream(from)
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .map(Math::abs)
            .max()
            .orElse(0);
    throw new DivergenceException(
        step,
        "%s that %s of %s returns".formatted(fault.place(), method, className),
        fault.value(),
        String.format(
            Locale.ROOT, "all that it was given are numbers of magnitude %.3g at most", largest));
  }

  /** Is run every step: plain, without a branch an element. */
  private static boolean areNumbers(double[][] arrays) {
    double zero = 0;
    for (double[] array : arrays) {
      if (array == null) {
        return true; // named with its shape
      }
      for (double number : array) {
        zero += number * 0; // NaN for NaN and infinities
      }
    }
    return zero == 0;
  }

  private Fault first(double[][] arrays) {
    for (int g = 0; g < arrays.length; g++) {
      for (int i = 0; i < arrays[g].length; i++) {
        if (!Double.isFinite(arrays[g][i])) {
          String group = g < groups.size() ? groups.get(g).name() : String.valueOf(g);
          return new Fault("number %d of parameter group %s".formatted(i, group), arrays[g][i]);
        }
      }
    }
    throw new IllegalArgumentException("all are numbers");
  }

  /** What is no number. */
  private record Fault(String place, double value) {}
}
