package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/**
 * y = x, where what comes back from a loss is multiplied by a weight a row: y goes into a mean loss
 * over rows, so that x sees the mean of w_i times the loss of row i.
 *
 * <p>The adjoint of x is w_i times that of y, row by row, in one multiplication: a weight of 1
 * changes no bit. With &lt;g, u&gt; the derivative of the weighted loss along a direction, its
 * derivative by w_i is &lt;adjoint of y_i, tangent of x_i&gt;.
 */
public record RowWeights() implements Primitive {

  @Override
  public Reads reads() {
    return new Reads(input -> input == 1, false, true);
  }

  @Override
  public Tensor value(List<Tensor> inputs, Workspace workspace) {
    return inputs.get(0);
  }

  @Override
  public void adjoint(List<Variable> inputs, Variable y) {
    inputs.get(0).adjoint().add(y.adjoint(), (sum, along) -> weigh(inputs, sum, along));
  }

  @Override
  public void tangent(List<Variable> inputs, Variable y) {
    y.tangent().addScaled(1, inputs.get(0).tangent());
  }

  @Override
  public void adjointTangent(List<Variable> inputs, Variable y) {
    inputs
        .get(0)
        .adjointTangent()
        .add(y.adjointTangent(), (sum, along) -> weigh(inputs, sum, along));
    inputs
        .get(1)
        .adjointTangent()
        .multiply(y.adjoint(), y.tangent(), (to, a, b, beta) -> to.assignRowDots(a, b));
  }

  private static void weigh(List<Variable> inputs, Tensor sum, Tensor along) {
    sum.addScaledRows(1, along, inputs.get(1).tensor());
  }
}
