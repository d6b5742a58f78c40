package org.retrograde.hypergrad.objective;

import java.util.List;
import java.util.OptionalLong;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * The training loss of one step around one point: its gradient g is known, products with its
 * Hessian H are made on request. So a direction may depend on g, as it does where an update
 * normalizes by the gradient's square.
 *
 * <p>Valid until its objective is used again, unless it is {@linkplain #hold held}; the weights
 * must not change meanwhile.
 *
 * @see Objective#linearize
 */
public interface Linearization {

  /** Returns the loss; it may be read when this is not valid any more. */
  Scalar loss();

  /**
   * Evaluates H u, and adds d/dtheta &lt;g, u&gt; to the adjoints of {@link Objective#parameters}.
   * May be called any number of times, with other directions: none leaves a trace in the products
   * of the next.
   *
   * @param direction u, one tensor a parameter group. Not modified.
   * @param product H u, one tensor a parameter group; may be those that the gradient was written
   *     to. Overwritten.
   * @param parameterWeight factor of d/dtheta &lt;g, u&gt; in what is added to the adjoints
   */
  void hessianProduct(List<Tensor> direction, List<Tensor> product, double parameterWeight);

  /**
   * Returns the bytes that holding this takes; empty if it cannot be held, so that the gradient has
   * to be evaluated again for products later. Valid until the objective is used again.
   */
  default OptionalLong bytesToHold() {
    return OptionalLong.empty();
  }

  /**
   * Keeps this valid until {@link #release}, whatever its objective is used for meanwhile. Called
   * before it is used again. The weights may change, but must have their bits again, in the same
   * tensors, whenever a product is made; this counts as use of the objective for what is not held.
   *
   * @throws UnsupportedOperationException if {@link #bytesToHold} is empty
   */
  default void hold() {
    throw new UnsupportedOperationException(getClass().getName() + " cannot be held");
  }

  /** Gives back what was held, if it was; this is not valid any more. */
  default void release() {}
}
