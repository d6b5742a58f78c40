package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * What a run trains and how.
 *
 * @param groups parameter groups, at least one
 * @param function the training loss and its gradient
 * @param optimizer update rule
 * @param coefficients for every step and group
 * @param clip largest global norm of a gradient, above 0; infinite for none
 * @param hashEvery steps between two state hashes, at least 1
 * @param fractionBits of positions, and of the moments of optimizers of which none follows
 *     gradients: values stay below 2^(63 - bits), and have a resolution of 2^-bits; {@link
 *     #USUAL_BITS}, or in [28, 60]
 */
public record TrajectorySetup(
    List<ParameterGroup> groups,
    GradientFunction function,
    Optimizer optimizer,
    CoefficientTable coefficients,
    double clip,
    int hashEvery,
    int fractionBits) {

  /** The fraction bits that the optimizer gives its vectors. */
  public static final int USUAL_BITS = 0;

  /** The fewest fraction bits otherwise: digits that a decay by n / 2^16 leaves are below 2^-12. */
  public static final int LEAST_BITS = 28;

  private static final int MOST_BITS = 60;

  /** Checks that the parts fit. */
  public TrajectorySetup {
    groups = List.copyOf(groups);
    if (groups.size() != coefficients.groups()) {
      throw new IllegalArgumentException(
          "%d parameter groups but coefficients for %d"
              .formatted(groups.size(), coefficients.groups()));
    }
    if (hashEvery < 1) {
      throw new IllegalArgumentException("hashEvery must be at least 1, got " + hashEvery);
    }
    requireFractionBits(fractionBits);
  }

  /**
   * Checks fraction bits.
   *
   * @throws IllegalArgumentException if they are neither {@link #USUAL_BITS} nor in [28, 60]
   */
  public static void requireFractionBits(int bits) {
    if (bits != USUAL_BITS && (bits < LEAST_BITS || bits > MOST_BITS)) {
      throw new IllegalArgumentException(
          "fractionBits must be %d (the optimizer's) or in [%d, %d], got %d"
              .formatted(USUAL_BITS, LEAST_BITS, MOST_BITS, bits));
    }
  }

  /** Makes a setup with the fraction bits of the optimizer. */
  public TrajectorySetup(
      List<ParameterGroup> groups,
      GradientFunction function,
      Optimizer optimizer,
      CoefficientTable coefficients,
      double clip,
      int hashEvery) {
    this(groups, function, optimizer, coefficients, clip, hashEvery, USUAL_BITS);
  }

  /** Makes a setup without clipping that hashes every 25 steps. */
  public TrajectorySetup(
      List<ParameterGroup> groups,
      GradientFunction function,
      Optimizer optimizer,
      CoefficientTable coefficients) {
    this(groups, function, optimizer, coefficients, Double.POSITIVE_INFINITY, 25);
  }
}
