package org.retrograde.models.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.autodiff.Dual;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.autodiff.Workspace;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Evaluates a {@link NetworkSpec}: losses, gradients and Hessian products. Keeps scratch tensors,
 * so one thread may use it at a time.
 */
final class Network {

  private final NetworkSpec spec;
  private final Workspace workspace;

  Network(Device device, NetworkSpec spec) {
    this.spec = spec;
    this.workspace = new Workspace(device);
  }

  /**
   * Evaluates the loss of some examples and its derivatives.
   *
   * @param weights values, with tangents u if {@code product} is wanted
   * @param gradient overwritten
   * @param product H u, overwritten; null if not wanted
   * @param inputs where the derivative with respect to the inputs goes, or null
   */
  double differentiate(
      DeviceData data,
      List<Dual> weights,
      List<Tensor> gradient,
      @Nullable List<Tensor> product,
      @Nullable InputAdjoint inputs) {
    workspace.reset();
    Tape tape = new Tape(workspace);
    Variable x =
        inputs == null
            ? tape.constant(data.inputs())
            : tape.leaf(Dual.constant(data.inputs()), inputs.gradient(), inputs.product());
    Variable[] leaves = new Variable[weights.size()];
    for (int g = 0; g < leaves.length; g++) {
      Tensor productTensor = product == null ? null : product.get(g);
      leaves[g] = tape.leaf(weights.get(g), gradient.get(g), productTensor);
    }
    return tape.finish(spec.loss(), forward(tape, x, leaves), data.targets());
  }

  private Variable forward(Tape tape, Variable x, Variable[] weights) {
    Variable h = x;
    for (int layer = 0; layer < spec.layers(); layer++) {
      Variable z =
          tape.apply(
              new Affine(spec.multipliers().get(layer)),
              h,
              weights[2 * layer],
              weights[2 * layer + 1]);
      boolean last = layer == spec.layers() - 1;
      h = last ? z : tape.apply(new Elementwise(spec.activation()), z);
    }
    return h;
  }

  /** Evaluates the loss of some examples and how many of them are classified wrongly. */
  Evaluation evaluate(DeviceData data, List<Tensor> weights) {
    workspace.reset();
    Tape tape = new Tape(workspace);
    Variable[] constants = weights.stream().map(tape::constant).toArray(Variable[]::new);
    Tensor prediction = forward(tape, tape.constant(data.inputs()), constants).dual().value();
    double loss = spec.loss().value(prediction, data.targets(), workspace);
    return new Evaluation(data.rows(), loss, prediction.countArgMaxDifferences(data.targets()));
  }

  /**
   * Where the derivative with respect to the inputs of a batch goes.
   *
   * @param gradient dL/dx. Overwritten.
   * @param product its derivative along the direction of the weights. Overwritten.
   */
  record InputAdjoint(Tensor gradient, Tensor product) {}
}
