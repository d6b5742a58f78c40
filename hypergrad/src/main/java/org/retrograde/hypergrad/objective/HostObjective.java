package org.retrograde.hypergrad.objective;

import java.util.List;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A training problem on host {@code double[]}: the shortest way to plug in one's own. {@link
 * HostObjectiveAdapter} makes an {@link Objective} of it.
 *
 * <p>Arrays are indexed [group][element, row by row].
 */
public interface HostObjective {

  /** Returns the parameter groups. */
  List<ParameterGroup> groups();

  /** Returns the start of the weights at an init scale of 1. */
  double[][] initialWeights();

  /**
   * Evaluates the training loss of a step and its gradient.
   *
   * @param gradient zeros. Overwritten.
   * @return the loss
   */
  double gradient(int step, double[][] weights, double[][] gradient);

  /**
   * Evaluates the product of the training loss's Hessian with a direction.
   *
   * @param product zeros. Overwritten.
   */
  void hessianProduct(int step, double[][] weights, double[][] direction, double[][] product);

  /**
   * Evaluates the final loss and its gradient.
   *
   * @param gradient zeros. Overwritten.
   * @return the final loss
   */
  double finalGradient(double[][] weights, double[][] gradient);
}
