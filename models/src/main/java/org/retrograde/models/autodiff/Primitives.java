package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
    public Dual evaluate(List<Dual> inputs, Workspace workspace) {
      Dual x = inputs.get(0);
      Dual weights = inputs.get(1);
      Dual bias = inputs.get(2);
      int rows = x.value().rows();
      int cols = weights.value().cols();
      boolean varies = x.tangent() != null || weights.tangent() != null || bias.tangent() != null;
      Adjoint product =
          new Adjoint(workspace.take(rows, cols), varies ? workspace.take(rows, cols) : null);
      product.addProduct(x, false, weights, false);
      Dual z = product.get();
      finish(z.value(), bias.value());
      if (z.tangent() != null) {
        finish(z.tangent(), bias.tangent());
      }
      return z;
    }

    private void finish(Tensor z, @Nullable Tensor bias) {
      if (multiplier != 1) {
        z.scale(multiplier);
      }
      if (bias != null) {
        z.addRow(bias);
      }
    }

    @Override
    public void pullBack(
        List<Dual> inputs,
        Dual output,
        Dual outputAdjoint,
        List<@Nullable Adjoint> inputAdjoints,
        Workspace workspace) {
      Adjoint x = inputAdjoints.get(0);
      Adjoint weights = inputAdjoints.get(1);
      Adjoint bias = inputAdjoints.get(2);
      if (bias != null) {
        bias.addColumnSums(outputAdjoint);
      }
      Dual product = multiplier == 1 ? outputAdjoint : scaled(outputAdjoint, workspace);
      if (weights != null) {
        weights.addProduct(inputs.get(0), true, product, false);
      }
      if (x != null) {
        x.addProduct(product, false, inputs.get(1), true);
      }
    }

    private Dual scaled(Dual adjoint, Workspace workspace) {
      Tensor value = workspace.takeLike(adjoint.value());
      Tensor tangent = adjoint.tangent() == null ? null : workspace.takeLike(adjoint.value());
      Adjoint scaled = new Adjoint(value, tangent);
      scaled.addScaled(multiplier, adjoint);
      return scaled.get();
    }
  }

  /** y = f(x), elementwise. */
  public record Elementwise(Nonlinearity f) implements Primitive {

    @Override
    public Dual evaluate(List<Dual> inputs, Workspace workspace) {
      Dual x = inputs.get(0);
      Tensor y = workspace.takeLike(x.value());
      y.assignFunction(f, x.value());
      if (x.tangent() == null) {
        return Dual.constant(y);
      }
      Tensor tangent = workspace.takeLike(y);
      tangent.assignFunctionDerivative(f, y, x.tangent());
      return new Dual(y, tangent);
    }

    @Override
    public void pullBack(
        List<Dual> inputs,
        Dual output,
        Dual outputAdjoint,
        List<@Nullable Adjoint> inputAdjoints,
        Workspace workspace) {
      Adjoint x = inputAdjoints.get(0);
      if (x == null) {
        return;
      }
      Tensor y = output.value();
      Tensor value = workspace.takeLike(y);
      value.assignFunctionDerivative(f, y, outputAdjoint.value());
      Tensor tangent = null;
      if (outputAdjoint.tangent() != null) {
        tangent = workspace.takeLike(y);
        tangent.assignFunctionDerivative(f, y, outputAdjoint.tangent());
        if (output.tangent() != null) {
          tangent.addFunctionCurvature(f, y, output.tangent(), outputAdjoint.value());
        }
      }
      x.addScaled(1, new Dual(value, tangent));
    }
  }
}
