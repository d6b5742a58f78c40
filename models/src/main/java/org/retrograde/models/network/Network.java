package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.models.autodiff.Derivatives;
import org.retrograde.models.autodiff.Derivatives.Direction;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.autodiff.Workspace;
import org.retrograde.models.network.architecture.Leaf;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * Evaluates a {@link NetworkSpec}: losses, gradients and Hessian products. Keeps scratch tensors,
 * so one thread may use it at a time.
 */
final class Network {

  private final NetworkSpec spec;
  private final boolean tunesInputs;
  private final int probes;
  private final Workspace workspace;

  /** Makes one whose inputs are not tuned. */
  Network(Device device, NetworkSpec spec) {
    this(device, spec, false);
  }

  /**
   * Makes one.
   *
   * @param tunesInputs whether derivatives with respect to inputs are wanted
   */
  Network(Device device, NetworkSpec spec, boolean tunesInputs) {
    this.spec = spec;
    this.tunesInputs = tunesInputs;
    this.probes = spec.layout().probes().size();
    this.workspace = new Workspace(device);
  }

  /**
   * Evaluates the loss of some examples and its gradient.
   *
   * @param gradient overwritten
   * @param seed of what a step of training drops, whose loss is that of training; empty for the
   *     plain loss of a network that drops nothing
   * @return valid until this network is used again
   */
  Point differentiate(
      DeviceData data, List<Tensor> weights, List<Tensor> gradient, OptionalLong seed) {
    return differentiate(data, null, weights, gradient, seed);
  }

  /**
   * Evaluates the loss of weighted examples and its gradient.
   *
   * @param rowWeights factor of each example's loss in the mean, [rows, 1]; null where all are 1
   * @param gradient overwritten
   * @param seed as above
   * @return valid until this network is used again
   */
  Point differentiate(
      DeviceData data,
      @Nullable Tensor rowWeights,
      List<Tensor> weights,
      List<Tensor> gradient,
      OptionalLong seed) {
    workspace.reset();
    Tape tape = new Tape(workspace, seed);
    Variable inputs = tunesInputs ? tape.leaf(data.inputs()) : tape.constant(data.inputs());
    List<Variable> leaves = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      leaves.add(tape.leaf(weights.get(g), gradient.get(g)));
    }
    Variable prediction = last(forward(tape, inputs, leaves));
    TrainingLoss loss = seed.isPresent() ? spec.loss() : TrainingLoss.of(spec.loss().plain());
    Variable factors = rowWeights == null ? null : tape.leaf(rowWeights);
    Derivatives derivatives = tape.differentiate(loss, prediction, targets(data), factors);
    return new Point(derivatives, inputs, factors, List.copyOf(leaves));
  }

  /** Returns what the prediction is compared with, [rows, outputs]. */
  private Tensor targets(DeviceData data) {
    Tensor classes = data.classes();
    if (classes == null) {
      return data.targets();
    }
    Tensor targets = workspace.take(data.rows(), classes.cols());
    targets.assignRowsAt(classes, data.targets());
    return targets;
  }

  /** Returns what the probes see; the last is the prediction. */
  private List<Variable> forward(Tape tape, Variable inputs, List<Variable> weights) {
    List<Leaf> leaves = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      leaves.add(new Leaf(weights.get(g), spec.multipliers().get(g)));
    }
    List<Variable> seen = spec.architecture().forward(spec.sizes(), tape, inputs, leaves);
    if (seen.size() != probes) {
      throw new IllegalStateException(
          "architecture %s has %d probes, its forward pass returned %d"
              .formatted(spec.architecture().word(), probes, seen.size()));
    }
    return seen;
  }

  private static Variable last(List<Variable> seen) {
    return seen.get(seen.size() - 1);
  }

  /** Returns what each probe sees of some examples, row by row. */
  List<double[]> probe(DeviceData data, List<Tensor> weights) {
    return constantPass(data, weights).stream().map(z -> z.tensor().toArray()).toList();
  }

  private List<Variable> constantPass(DeviceData data, List<Tensor> weights) {
    workspace.reset();
    Tape tape = new Tape(workspace);
    List<Variable> constants = weights.stream().map(tape::constant).toList();
    return forward(tape, tape.constant(data.inputs()), constants);
  }

  /**
   * Evaluates the plain loss of some examples and how many of them are classified wrongly; none is
   * classified where there is one output, a number.
   */
  Evaluation evaluate(DeviceData data, List<Tensor> weights) {
    Tensor prediction = last(constantPass(data, weights)).tensor();
    Tensor targets = targets(data);
    Scalar loss = spec.loss().plain().value(prediction, targets, workspace.takeLike(targets));
    long wrong =
        targets.cols() == 1 ? Evaluation.NO_CLASSES : prediction.countArgMaxDifferences(targets);
    return new Evaluation(data.rows(), loss.value(), wrong);
  }

  /**
   * The derivatives at some weights.
   *
   * @param derivatives of the loss
   * @param inputs the examples
   * @param rowWeights of the examples; null where they have none
   * @param weights leaves, one a parameter group
   */
  record Point(
      Derivatives derivatives,
      Variable inputs,
      @Nullable Variable rowWeights,
      List<Variable> weights) {

    /** Evaluates H u of examples without weights, or without derivatives by them. */
    void hessianProduct(
        List<Tensor> direction, List<Tensor> product, @Nullable Tensor inputProduct) {
      hessianProduct(direction, product, inputProduct, null);
    }

    /**
     * Evaluates H u.
     *
     * @param direction u. Not modified.
     * @param product H u. Overwritten.
     * @param inputProduct where the derivative of &lt;g, u&gt; with respect to the inputs goes, or
     *     null, as it must be where they are not tuned. Overwritten.
     * @param rowWeightProduct the same with respect to the weights of examples
     */
    void hessianProduct(
        List<Tensor> direction,
        List<Tensor> product,
        @Nullable Tensor inputProduct,
        @Nullable Tensor rowWeightProduct) {
      List<Direction> directions = new ArrayList<>();
      for (int g = 0; g < weights.size(); g++) {
        directions.add(new Direction(weights.get(g), direction.get(g), product.get(g)));
      }
      if (inputProduct != null) {
        directions.add(new Direction(inputs, null, inputProduct));
      }
      if (rowWeights != null && rowWeightProduct != null) {
        directions.add(new Direction(rowWeights, null, rowWeightProduct));
      }
      derivatives.hessianProduct(directions);
    }
  }
}
