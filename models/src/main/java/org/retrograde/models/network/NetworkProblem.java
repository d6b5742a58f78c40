package org.retrograde.models.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * Everything that a {@link NetworkObjective} is made of.
 *
 * @param spec the network
 * @param initialWeights at an init scale of 1, one tensor of precision float64 a parameter group;
 *     may be shared with other problems
 * @param training examples that batches are taken from
 * @param batches rows of each step
 * @param judging examples of the final loss, in parts
 * @param tunesInputs whether the derivative with respect to the training inputs is wanted
 * @param weighsExamples whether each training row has a weight on its loss, and the derivative with
 *     respect to it is wanted
 * @param rowFactors constants that multiply the losses of training rows, [rows, 1]; null where all
 *     are 1
 * @param seed of what each step drops, where the network drops anything
 */
public record NetworkProblem(
    NetworkSpec spec,
    List<Tensor> initialWeights,
    DeviceData training,
    BatchPlan batches,
    List<DeviceData> judging,
    boolean tunesInputs,
    boolean weighsExamples,
    @Nullable Tensor rowFactors,
    long seed) {

  /** Makes a problem of a network that drops nothing. */
  public NetworkProblem(
      NetworkSpec spec,
      List<Tensor> initialWeights,
      DeviceData training,
      BatchPlan batches,
      List<DeviceData> judging,
      boolean tunesInputs) {
    this(spec, initialWeights, training, batches, judging, tunesInputs, false, null, 0);
  }

  /** Returns the problem with a weight on the loss of each training row. */
  public NetworkProblem weighingExamples() {
    return new NetworkProblem(
        spec, initialWeights, training, batches, judging, tunesInputs, true, rowFactors, seed);
  }

  /** Returns the problem with constants that multiply the losses of training rows. */
  public NetworkProblem withRowFactors(Tensor factors) {
    return new NetworkProblem(
        spec,
        initialWeights,
        training,
        batches,
        judging,
        tunesInputs,
        weighsExamples,
        factors,
        seed);
  }

  /** Returns whether the losses of training rows are multiplied by anything. */
  boolean weighsRows() {
    return weighsExamples || rowFactors != null;
  }

  /** Copies the lists. */
  public NetworkProblem {
    initialWeights = List.copyOf(initialWeights);
    judging = List.copyOf(judging);
    int inputs = spec.sizes().inputs();
    int outputs = spec.sizes().outputs();
    if (training.inputs().cols() != inputs || training.outputs() != outputs) {
      throw new IllegalArgumentException(
          "a network of %d inputs and %d outputs does not fit examples with %d features and %d"
                  .formatted(inputs, outputs, training.inputs().cols(), training.outputs())
              + " outputs");
    }
    if (rowFactors != null && rowFactors.size() != training.rows()) {
      throw new IllegalArgumentException(
          "%d training rows need as many factors, got %d"
              .formatted(training.rows(), rowFactors.size()));
    }
  }
}
