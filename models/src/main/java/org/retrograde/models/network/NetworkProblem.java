package org.retrograde.models.network;

import java.util.List;
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
 */
public record NetworkProblem(
    NetworkSpec spec,
    List<Tensor> initialWeights,
    DeviceData training,
    BatchPlan batches,
    List<DeviceData> judging,
    boolean tunesInputs) {

  /** Copies the lists. */
  public NetworkProblem {
    initialWeights = List.copyOf(initialWeights);
    judging = List.copyOf(judging);
    int inputs = spec.sizes().inputs();
    int outputs = spec.sizes().outputs();
    if (training.inputs().cols() != inputs || training.targets().cols() != outputs) {
      throw new IllegalArgumentException(
          "a network of %d inputs and %d outputs does not fit examples with %d features and %d"
                  .formatted(inputs, outputs, training.inputs().cols(), training.targets().cols())
              + " outputs");
    }
  }
}
