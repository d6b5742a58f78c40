package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.device.Tensor;

/**
 * An update rule whose steps can be undone to the last bit, in two halves: the position first, from
 * the moments of the step's end; then, with the gradient at that position, the moments.
 */
public interface ReversibleRule extends UpdateRule {

  /**
   * Undoes what a step did to the position.
   *
   * @param state x_{t+1}, m_{t+1}. Modified: x_t, m_{t+1}.
   * @param weights x_t rounded to the device's precision. Overwritten.
   */
  void undoPosition(Slot at, GroupState state, Tensor weights);

  /**
   * Undoes what a step did to the moments.
   *
   * @param state x_t, m_{t+1}. Modified: x_t, m_t.
   * @param gradient the bits that the step used
   */
  void undoMoments(Slot at, GroupState state, Tensor gradient);
}
