package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/** Nonlinear operations on blocks of columns. */
public final class BlockFunctions {

  private BlockFunctions() {}

  /**
   * p = softmax over what each place of a sequence may see, itself and those before it, in square
   * blocks of logits.
   *
   * @param length of a sequence
   */
  public record CausalSoftmax(int length) implements Primitive {

    @Override
    public Reads reads() {
      return new Reads(input -> false, true, true);
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor p = workspace.takeLike(inputs.get(0));
      p.assignCausalSoftmax(inputs.get(0), length);
      return p;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable p) {
      add(inputs.get(0).adjoint(), p, p.adjoint());
    }

    @Override
    public void tangent(List<Variable> inputs, Variable p) {
      add(p.tangent(), p, inputs.get(0).tangent());
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable p) {
      Sum sum = inputs.get(0).adjointTangent();
      add(sum, p, p.adjointTangent());
      sum.add(
          p.tangent(),
          p.adjoint(),
          (to, change, along) -> to.addSoftmaxCurvature(p.tensor(), change, along, length));
    }

    /** Adds the derivative times a direction; it is symmetric. */
    private void add(Sum to, Variable p, Sum direction) {
      to.addAssigned(
          direction, (term, along) -> term.assignSoftmaxTangent(p.tensor(), along, length));
    }
  }

  /**
   * y = x / sqrt(mean of squares + epsilon), in blocks of so many columns: RMSNorm, of a row or of
   * each head.
   *
   * @param block columns of a block
   * @param epsilon above 0
   */
  public record Normalized(int block, double epsilon) implements Primitive {

    @Override
    public Reads reads() {
      return new Reads(input -> true, false, true);
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor y = workspace.takeLike(inputs.get(0));
      y.assignNormalized(inputs.get(0), block, epsilon);
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      add(inputs.get(0).adjoint(), inputs, y.adjoint());
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      add(y.tangent(), inputs, inputs.get(0).tangent());
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      Variable x = inputs.get(0);
      add(x.adjointTangent(), inputs, y.adjointTangent());
      x.adjointTangent()
          .add(
              x.tangent(),
              y.adjoint(),
              (to, change, along) ->
                  to.addNormalizedCurvature(x.tensor(), block, epsilon, change, along));
    }

    /** Adds the derivative times a direction; it is symmetric. */
    private void add(Sum to, List<Variable> inputs, Sum direction) {
      Tensor x = inputs.get(0).tensor();
      to.addAssigned(
          direction, (term, along) -> term.assignNormalizedTangent(x, block, epsilon, along));
    }
  }
}
