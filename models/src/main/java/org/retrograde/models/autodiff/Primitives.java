package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Tensor;

/** The operations that networks are made of. */
public final class Primitives {

  private Primitives() {}

  /**
   * z = multiplier * (x W) + b, for inputs x [m, k], W [k, n] and b [1, n], the row b added to
   * every row.
   */
  public record Affine(double multiplier) implements Primitive {

    @Override
    public Reads reads() {
      return new Reads(input -> input < 2, false, true);
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor x = inputs.get(0);
      Tensor w = inputs.get(1);
      Tensor z = workspace.take(x.rows(), w.cols());
      z.fillRows(inputs.get(2));
      z.assignMatrixProduct(multiplier, x, false, w, false, 1);
      return z;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable z) {
      Variable x = inputs.get(0);
      Variable w = inputs.get(1);
      Variable b = inputs.get(2);
      b.adjoint().addColumnSums(z.adjoint());
      w.adjoint().addProduct(multiplier, x.value(), true, z.adjoint(), false);
      x.adjoint().addProduct(multiplier, z.adjoint(), false, w.value(), true);
    }

    @Override
    public void tangent(List<Variable> inputs, Variable z) {
      Variable x = inputs.get(0);
      Variable w = inputs.get(1);
      Variable b = inputs.get(2);
      z.tangent().fillRows(b.tangent());
      z.tangent().addProduct(multiplier, x.tangent(), false, w.value(), false);
      z.tangent().addProduct(multiplier, x.value(), false, w.tangent(), false);
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable z) {
      Variable x = inputs.get(0);
      Variable w = inputs.get(1);
      Variable b = inputs.get(2);
      b.adjointTangent().addColumnSums(z.adjointTangent());
      w.adjointTangent().addProduct(multiplier, x.tangent(), true, z.adjoint(), false);
      w.adjointTangent().addProduct(multiplier, x.value(), true, z.adjointTangent(), false);
      x.adjointTangent().addProduct(multiplier, z.adjointTangent(), false, w.value(), true);
      x.adjointTangent().addProduct(multiplier, z.adjoint(), false, w.tangent(), true);
    }
  }

  /** y = f(x), elementwise. */
  public record Elementwise(Nonlinearity f) implements Primitive {

    @Override
    public Reads reads() {
      return new Reads(input -> f.hasBaseX(), !f.hasBaseX(), true);
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor y = workspace.takeLike(inputs.get(0));
      y.assignFunction(f, inputs.get(0));
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      Variable x = inputs.get(0);
      x.adjoint().addFunctionDerivative(f, base(x, y).tensor(), y.adjoint());
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      Variable x = inputs.get(0);
      y.tangent().addFunctionDerivative(f, base(x, y).tensor(), x.tangent());
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      Variable x = inputs.get(0);
      Variable base = base(x, y);
      x.adjointTangent().addFunctionDerivative(f, base.tensor(), y.adjointTangent());
      x.adjointTangent().addFunctionCurvature(f, base.tensor(), base.tangent(), y.adjoint());
    }

    private Variable base(Variable x, Variable y) {
      return f.hasBaseX() ? x : y;
    }
  }
}
