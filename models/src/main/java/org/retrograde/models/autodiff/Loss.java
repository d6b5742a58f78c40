package org.retrograde.models.autodiff;

import java.util.Arrays;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.word.Keyword;

/** A mean loss over rows: the end of a forward sweep and the start of a reverse one. */
public enum Loss implements Keyword {
  /** Softmax cross entropy, averaged over the rows; targets are probabilities. */
  CROSS_ENTROPY("minus the log probability of the label, after a softmax") {
    @Override
    public Scalar value(Tensor prediction, Tensor targets, Tensor saved) {
      return saved.assignSoftmax(prediction, targets);
    }

    @Override
    public double ofBestConstant(double[] frequencies) {
      return Arrays.stream(frequencies).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
    }

    @Override
    void rows(Tensor prediction, Tensor targets, Tensor saved, Workspace workspace, Tensor rows) {
      rows.assignLogSumExp(prediction);
      workspace.lend(
          rows,
          likelihoods -> {
            likelihoods.assignRowDots(targets, prediction);
            rows.addScaled(-1, likelihoods);
          });
    }

    @Override
    void adjoint(Variable prediction, Tensor targets, Tensor saved) {
      prediction.adjoint().addScaledDifference(1d / targets.rows(), saved, targets);
    }

    @Override
    void adjointTangent(Variable prediction, Tensor saved) {
      prediction.adjointTangent().addSoftmaxTangent(1d / saved.rows(), saved, prediction.tangent());
    }
  },
  /** Squared error, averaged over rows and columns. */
  SQUARED_ERROR("squared distance to the one-hot label, or to the number to predict") {
    @Override
    public Scalar value(Tensor prediction, Tensor targets, Tensor saved) {
      saved.assign(prediction);
      saved.addScaled(-1, targets);
      Scalar squares = saved.dot(saved);
      int size = targets.size();
      return () -> squares.value() / size;
    }

    @Override
    public double ofBestConstant(double[] frequencies) {
      return Arrays.stream(frequencies).map(p -> p * (1 - p)).average().orElse(0);
    }

    @Override
    void rows(Tensor prediction, Tensor targets, Tensor saved, Workspace workspace, Tensor rows) {
      rows.assignRowDots(saved, saved);
      rows.scale(1d / targets.cols());
    }

    @Override
    void adjoint(Variable prediction, Tensor targets, Tensor saved) {
      prediction.adjoint().addScaledDifference(2d / targets.size(), prediction.tensor(), targets);
    }

    @Override
    void adjointTangent(Variable prediction, Tensor saved) {
      prediction.adjointTangent().addScaled(2d / saved.size(), prediction.tangent());
    }
  };

  private final String meaning;

  Loss(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Evaluates the loss.
   *
   * @param prediction [rows, outputs]
   * @param targets [rows, outputs]
   * @param saved [rows, outputs], what the other rules will need. Overwritten.
   */
  public abstract Scalar value(Tensor prediction, Tensor targets, Tensor saved);

  /**
   * Returns the least loss of a prediction that is the same for every row.
   *
   * @param frequencies of the classes, which targets are one-hot rows of; their sum is 1
   */
  public abstract double ofBestConstant(double[] frequencies);

  /**
   * Evaluates the loss of each row.
   *
   * @param targets as given to {@link #value}
   * @param saved as left by it
   * @param rows [rows, 1]. Overwritten.
   */
  abstract void rows(
      Tensor prediction, Tensor targets, Tensor saved, Workspace workspace, Tensor rows);

  /**
   * Adds the derivative of the loss to the adjoint of the prediction.
   *
   * @param targets as given to {@link #value}
   * @param saved as left by it
   */
  abstract void adjoint(Variable prediction, Tensor targets, Tensor saved);

  /**
   * Adds the derivative of what {@link #adjoint} adds along the tangent of the prediction.
   *
   * @param saved as left by {@link #value}
   */
  abstract void adjointTangent(Variable prediction, Tensor saved);
}
