package org.retrograde.models.network;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Tensor;

/**
 * What multiplies the loss of each row of a batch: its weight as an example, by which runs are
 * differentiated, times a constant. A factor of 1 changes no bit of the other.
 */
final class BatchWeights {

  private final @Nullable LossParameter examples;
  private final @Nullable Tensor constants;
  private final Tensor ofExamples;
  private final Tensor ofConstants;
  private final Tensor factors;
  private final Tensor product;
  private final Tensor byExamples;

  private BatchWeights(
      Device device, @Nullable LossParameter examples, @Nullable Tensor constants, int rows) {
    this.examples = examples;
    this.constants = constants;
    this.ofExamples = ones(device, rows);
    this.ofConstants = ones(device, rows);
    this.factors = device.tensor(rows, 1);
    this.product = device.tensor(rows, 1);
    this.byExamples = device.tensor(rows, 1);
  }

  /** Makes those of a problem, all weights of examples 1; empty where its rows have none. */
  static Optional<BatchWeights> of(Device device, NetworkProblem problem) {
    if (!problem.weighsRows()) {
      return Optional.empty();
    }
    LossParameter examples =
        problem.weighsExamples()
            ? LossParameter.of(
                device,
                LossParameter.EXAMPLE_WEIGHTS,
                ones(device, problem.training().inputs().rows()))
            : null;
    return Optional.of(
        new BatchWeights(device, examples, problem.rowFactors(), problem.batches().size()));
  }

  private static Tensor ones(Device device, int rows) {
    Tensor ones = device.tensor(rows, 1);
    ones.fill(1);
    return ones;
  }

  /** Returns the weights of examples; empty where they are not asked for. */
  Optional<LossParameter> examples() {
    return Optional.ofNullable(examples);
  }

  /** Takes the rows of another batch. */
  void gather(RowNumbers rows) {
    if (examples != null) {
      ofExamples.assignRows(examples.value(), rows);
    }
    if (constants != null) {
      ofConstants.assignRows(constants, rows);
    }
    factors.assignRowDots(ofExamples, ofConstants);
  }

  /** Returns the factors of the batch, [rows, 1], overwritten by the next. */
  Tensor factors() {
    return factors;
  }

  /** Returns where the derivative by the factors goes; empty where it is not asked for. */
  Optional<Tensor> product() {
    return examples().map(asked -> product);
  }

  /**
   * Adds the derivative by the weights of examples.
   *
   * @param rows of the batch
   */
  void addDerivative(RowNumbers rows, double factor) {
    if (examples != null) {
      byExamples.assignRowDots(product, ofConstants);
      examples.adjoint().addToRows(factor, byExamples, rows);
    }
  }
}
