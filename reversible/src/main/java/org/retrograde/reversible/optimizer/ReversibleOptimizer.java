package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/**
 * An update rule that acts on each parameter group by itself, can be undone bit for bit, and can be
 * differentiated backward.
 *
 * <p>It keeps no state of its own: everything goes in and comes out through {@link GroupState}. A
 * step is taken apart on the way back, because the gradient it used can only be evaluated once the
 * position is back:
 *
 * <pre>
 *   pullBackPosition   reads the state after the step
 *   undoPosition       x_{t+1} to x_t
 *   assignDirection    u; then the caller evaluates g and H u at x_t, and adds H u to d_x
 *   undoMoments        v_{t+1} to v_t
 *   pullBackMoments    reads the state before the step
 * </pre>
 *
 * <p>Rounding is treated as the identity by the adjoint.
 */
public interface ReversibleOptimizer {

  /** Returns the coefficients that a step reads. */
  List<Coefficient> coefficients();

  /** Returns the number of moment vectors. */
  int moments();

  /**
   * Takes one step.
   *
   * @param state x_t, v_t. Modified: x_{t+1}, v_{t+1}.
   * @param gradient of the loss at x_t
   * @throws org.retrograde.reversible.device.LaneRangeException if a value leaves the fixed point
   * @throws IllegalArgumentException if a coefficient is out of its range
   */
  void step(GroupState state, CoefficientTable.Entry coefficients, Tensor gradient);

  /** Undoes what the step did to the position. {@code state} is modified. */
  void undoPosition(GroupState state, CoefficientTable.Entry coefficients);

  /** Undoes what the step did to the moments. {@code state} is modified. */
  void undoMoments(GroupState state, CoefficientTable.Entry coefficients, Tensor gradient);

  /**
   * Pulls the adjoint back through the change of the position.
   *
   * @param state after the step
   * @param adjoint of the state after the step. Modified.
   * @param coefficients of the step
   * @param derivatives with respect to the coefficients. Modified: added to.
   */
  void pullBackPosition(
      GroupState state,
      GroupAdjoint adjoint,
      CoefficientTable.Entry coefficients,
      CoefficientTable.Entry derivatives);

  /**
   * Sets u = (dg)* of the step: minus or plus the adjoint of the gradient that it used, signed so
   * that d_x += H u and d_theta += d/dtheta &lt;g, u&gt;.
   *
   * @param direction u, in double precision. Overwritten.
   */
  void assignDirection(GroupAdjoint adjoint, CoefficientTable.Entry coefficients, Tensor direction);

  /**
   * Pulls the adjoint back through the change of the moments.
   *
   * @param state before the step
   * @param adjoint d_v. Modified.
   * @param gradient that the step used
   * @param coefficients of the step
   * @param derivatives with respect to the coefficients. Modified: added to.
   */
  void pullBackMoments(
      GroupState state,
      GroupAdjoint adjoint,
      Tensor gradient,
      CoefficientTable.Entry coefficients,
      CoefficientTable.Entry derivatives);
}
