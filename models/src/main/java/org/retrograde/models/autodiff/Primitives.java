package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Tensor;

/** The operations that networks are made of. */
public final class Primitives {

  private Primitives() {}

  /** c = a b, of shapes [m, k] and [k, n]. */
  public record MatrixProduct() implements Primitive {

    @Override
    public Dual evaluate(List<Dual> inputs, Workspace workspace) {
      Dual a = inputs.get(0);
      Dual b = inputs.get(1);
      int rows = a.value().rows();
      int cols = b.value().cols();
      boolean varies = a.tangent() != null || b.tangent() != null;
      Adjoint sum =
          new Adjoint(workspace.take(rows, cols), varies ? workspace.take(rows, cols) : null);
      sum.addProduct(a, false, b, false);
      return sum.get();
    }

    @Override
    public void pullBack(
        List<Dual> inputs,
        Dual output,
        Dual outputAdjoint,
        List<@Nullable Adjoint> inputAdjoints,
        Workspace workspace) {
      Adjoint a = inputAdjoints.get(0);
      Adjoint b = inputAdjoints.get(1);
      if (a != null) {
        a.addProduct(outputAdjoint, false, inputs.get(1), true);
      }
      if (b != null) {
        b.addProduct(inputs.get(0), true, outputAdjoint, false);
      }
    }
  }

  /** c = factor * a + row, the row of shape [1, n] added to every row of a. */
  public record ScaleAndAddRow(double factor) implements Primitive {

    @Override
    public Dual evaluate(List<Dual> inputs, Workspace workspace) {
      Dual a = inputs.get(0);
      Dual row = inputs.get(1);
      Tensor value = affine(a.value(), row.value(), workspace);
      if (a.tangent() == null && row.tangent() == null) {
        return Dual.constant(value);
      }
      return new Dual(value, affine(a.tangent(), row.tangent(), a.value(), workspace));
    }

    private Tensor affine(Tensor a, Tensor row, Workspace workspace) {
      Tensor sum = workspace.takeLike(a);
      sum.assignScaled(factor, a);
      sum.addRow(row);
      return sum;
    }

    private Tensor affine(
        @Nullable Tensor a, @Nullable Tensor row, Tensor like, Workspace workspace) {
      Tensor sum = workspace.takeLike(like);
      if (a == null) {
        sum.fill(0);
      } else {
        sum.assignScaled(factor, a);
      }
      if (row != null) {
        sum.addRow(row);
      }
      return sum;
    }

    @Override
    public void pullBack(
        List<Dual> inputs,
        Dual output,
        Dual outputAdjoint,
        List<@Nullable Adjoint> inputAdjoints,
        Workspace workspace) {
      Adjoint a = inputAdjoints.get(0);
      Adjoint row = inputAdjoints.get(1);
      if (a != null) {
        a.addScaled(factor, outputAdjoint);
      }
      if (row != null) {
        row.addColumnSums(outputAdjoint);
      }
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
