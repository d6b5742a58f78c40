package org.retrograde.models.autodiff;

import java.util.function.IntPredicate;

/**
 * What {@link Primitive#tangent} and {@link Primitive#adjointTangent} read of what the gradient has
 * left. The rest need not be kept for products with the Hessian.
 *
 * @param input whether they read the value of the input of a number
 * @param output whether they read the value of the output
 * @param adjoint whether they read the adjoint of the output
 */
public record Reads(IntPredicate input, boolean output, boolean adjoint) {

  /** Everything. */
  public static final Reads ALL = new Reads(input -> true, true, true);

  /** Tangents alone: the primitive is linear, and the same around every point. */
  public static final Reads NOTHING = new Reads(input -> false, false, false);
}
