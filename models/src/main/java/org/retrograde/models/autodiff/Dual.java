package org.retrograde.models.autodiff;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * A value and its derivative along one direction of the weights.
 *
 * @param value of any shape
 * @param tangent of the same shape, or null where it is zero
 */
public record Dual(Tensor value, @Nullable Tensor tangent) {

  /** A value that does not depend on the direction. */
  public static Dual constant(Tensor value) {
    return new Dual(value, null);
  }
}
