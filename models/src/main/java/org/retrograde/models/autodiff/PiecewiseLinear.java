package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/**
 * An operation on one number that is linear around every point, so that its derivative there, taken
 * along the point itself, is its value: y = D(x) x. What it does twice differentiated is zero.
 */
public interface PiecewiseLinear extends Primitive {

  @Override
  default Reads reads() {
    return new Reads(input -> true, false, false);
  }

  /** Lends the tensor of a result. */
  default Tensor take(Tensor x, Workspace workspace) {
    return workspace.takeLike(x);
  }

  /**
   * Writes D(x) t.
   *
   * @param to overwritten
   * @param at x
   * @param direction t
   */
  void push(Tensor to, Tensor at, Tensor direction);

  /**
   * Adds D(x)^T a.
   *
   * @param to modified
   * @param at x
   * @param adjoint a
   */
  void pull(Sum to, Tensor at, Sum adjoint);

  @Override
  default Tensor value(List<Tensor> inputs, Workspace workspace) {
    Tensor x = inputs.get(0);
    Tensor y = take(x, workspace);
    push(y, x, x);
    return y;
  }

  @Override
  default void adjoint(List<Variable> inputs, Variable y) {
    Variable x = inputs.get(0);
    pull(x.adjoint(), x.tensor(), y.adjoint());
  }

  @Override
  default void tangent(List<Variable> inputs, Variable y) {
    Variable x = inputs.get(0);
    y.tangent().addAssigned(x.tangent(), (to, along) -> push(to, x.tensor(), along));
  }

  @Override
  default void adjointTangent(List<Variable> inputs, Variable y) {
    Variable x = inputs.get(0);
    pull(x.adjointTangent(), x.tensor(), y.adjointTangent());
  }
}
