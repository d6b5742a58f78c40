package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its three rules: value, tangent, adjoint.
 *
 * <p>The adjoint rule works on dual numbers, so that the reverse sweep yields the gradient and,
 * along the same direction, its derivative. The values of a sweep with tangents are made by exactly
 * the kernel calls of one without.
 */
public interface Primitive {

  /**
   * Evaluates the operation, and its tangent if any input has one.
   *
   * @param inputs not modified
   * @param workspace lends the tensors of the result
   */
  Dual evaluate(List<Dual> inputs, Workspace workspace);

  /**
   * Adds the inputs' share to their adjoints.
   *
   * @param inputs as given to {@link #evaluate}
   * @param output as returned by it
   * @param outputAdjoint not modified
   * @param inputAdjoints null where no adjoint is wanted. Modified.
   * @param workspace lends scratch tensors
   */
  void pullBack(
      List<Dual> inputs,
      Dual output,
      Dual outputAdjoint,
      List<@Nullable Adjoint> inputAdjoints,
      Workspace workspace);
}
