package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/** An operation that is linear in each of two numbers: a product of some kind, y = a . b. */
public interface Bilinear extends Primitive {

  @Override
  default Reads reads() {
    return new Reads(input -> true, false, true);
  }

  /** Lends the tensor of a result. */
  Tensor take(Tensor a, Tensor b, Workspace workspace);

  /** Adds a . b. */
  void addTo(Sum y, Sum a, Sum b);

  /** Adds to the left factor's adjoint what that of the result gives, beside the right factor. */
  void pullLeft(Sum a, Sum y, Sum b);

  /** Adds to the right factor's adjoint what that of the result gives, beside the left factor. */
  void pullRight(Sum b, Sum y, Sum a);

  @Override
  default Tensor value(List<Tensor> inputs, Workspace workspace) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    Tensor y = take(a, b, workspace);
    addTo(Sum.in(workspace, y), Sum.of(workspace, a), Sum.of(workspace, b));
    return y;
  }

  @Override
  default void adjoint(List<Variable> inputs, Variable y) {
    Variable a = inputs.get(0);
    Variable b = inputs.get(1);
    pullLeft(a.adjoint(), y.adjoint(), b.value());
    pullRight(b.adjoint(), y.adjoint(), a.value());
  }

  @Override
  default void tangent(List<Variable> inputs, Variable y) {
    Variable a = inputs.get(0);
    Variable b = inputs.get(1);
    addTo(y.tangent(), a.tangent(), b.value());
    addTo(y.tangent(), a.value(), b.tangent());
  }

  @Override
  default void adjointTangent(List<Variable> inputs, Variable y) {
    Variable a = inputs.get(0);
    Variable b = inputs.get(1);
    pullLeft(a.adjointTangent(), y.adjointTangent(), b.value());
    pullLeft(a.adjointTangent(), y.adjoint(), b.tangent());
    pullRight(b.adjointTangent(), y.adjointTangent(), a.value());
    pullRight(b.adjointTangent(), y.adjoint(), a.tangent());
  }
}
