package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Tensor;

/**
 * An update rule with the coefficients of a run. It acts on each parameter group by itself, in
 * exact arithmetic, and can be differentiated backward.
 *
 * <p>A step is pulled back in two halves, because what it did to the position is read off the state
 * in between. With x the position, m the moments and t the step:
 *
 * <pre>
 *   x_t is restored; the gradient g at x_t is evaluated
 *   pullBackPosition   reads x_t and m_{t+1}
 *   m_t is restored
 *   pullBackMoments    reads x_t and m_t; leaves u, the adjoint of g, from which the caller adds
 *                      H u to d_x
 * </pre>
 *
 * <p>Rounding is treated as the identity by the adjoint.
 */
public interface UpdateRule {

  /**
   * Makes room in the moments for a gradient, before the step that takes it, for an optimizer that
   * {@linkplain Optimizer#followsGradients follows gradients}. Apart from {@link #step}, so that a
   * run asks for the sizes of all gradients at once and waits for a device once.
   *
   * @param state x_t, m_t. Modified in its moments' units.
   * @param largest magnitude of the gradient; NaN or infinite ones are left to the step
   */
  default void makeRoom(Slot at, GroupState state, double largest) {}

  /**
   * Takes one step.
   *
   * @param state x_t, m_t. Modified: x_{t+1}, m_{t+1}.
   * @param gradient of the loss at x_t. Not modified.
   * @param weights x_{t+1} rounded to the device's precision. Overwritten.
   * @throws org.retrograde.reversible.exact.FixedRangeException if a value leaves the fixed point,
   *     unless the device reports it later, see {@link
   *     org.retrograde.reversible.device.Device#settle}
   */
  void step(Slot at, GroupState state, Tensor gradient, Tensor weights);

  /**
   * Pulls the adjoint back through the change of the position.
   *
   * @param state x_t, m_{t+1}. Not modified.
   * @param adjoint of x_{t+1}, m_{t+1}. Modified; derivatives with respect to coefficients are
   *     added, at the latest in {@link GroupAdjoint#settle}.
   * @param gradient that the step used
   */
  void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient);

  /**
   * Pulls the adjoint back through the change of the moments, and leaves u in {@link
   * GroupAdjoint#gradient}.
   *
   * @param state x_t, m_t. Not modified.
   * @param adjoint as {@link #pullBackPosition} left it. Modified.
   * @param gradient that the step used
   */
  void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient);

  /** Takes what this remembers of the steps taken, beside the states; most remember nothing. */
  default void archive(Archive archive) {}

  /**
   * Returns how many parameters of a group have a mean square that the digit noise of its decay
   * could have made; 0 for rules without one.
   */
  default int lanesUnderFloor(GroupState state) {
    return 0;
  }
}
