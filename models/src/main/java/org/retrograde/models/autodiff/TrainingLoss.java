package org.retrograde.models.autodiff;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * What a step of training minimises: a loss, and where that is the cross entropy perhaps targets
 * that are less certain, and a term that keeps logits from drifting. What a network is judged by is
 * the plain loss.
 *
 * @param plain the loss without either
 * @param labelSmoothing s, the part of every target that all K classes share, in [0, 1): y becomes
 *     (1 - s) y + s / K
 * @param zLoss coefficient of the mean over rows of the squared log-sum-exp of the prediction, at
 *     least 0
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. (2016)</a>, section 7, label
 *     smoothing
 * @see <a href="https://arxiv.org/abs/2204.02311">Chowdhery et al. (2022)</a>, section 5, z-loss
 */
public record TrainingLoss(Loss plain, double labelSmoothing, double zLoss) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range, or not 0 beside a loss that
   *     has no logits
   */
  public TrainingLoss {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be at least 0 and below 1, got " + labelSmoothing);
    }
    if (!(zLoss >= 0 && Double.isFinite(zLoss))) {
      throw new IllegalArgumentException("z-loss must be at least 0 and finite, got " + zLoss);
    }
    if (plain != Loss.CROSS_ENTROPY && (labelSmoothing != 0 || zLoss != 0)) {
      throw new IllegalArgumentException(
          "label smoothing and z-loss go with %s, got %s, %s and %s"
              .formatted(Loss.CROSS_ENTROPY.word(), plain.word(), labelSmoothing, zLoss));
    }
  }

  /** Makes one with nothing besides the loss. */
  public static TrainingLoss of(Loss plain) {
    return new TrainingLoss(plain, 0, 0);
  }

  /**
   * A loss that was evaluated, and its derivative added to the adjoint of the prediction.
   *
   * @param value known when it is read
   * @param adjointTangent adds the derivative of that along the tangent of the prediction
   */
  record Applied(Scalar value, Runnable adjointTangent) {}

  /**
   * Evaluates the loss, and adds the derivative of the mean over rows to the adjoint of the
   * prediction.
   *
   * @param prediction [rows, outputs]
   * @param targets [rows, outputs]. Not modified.
   * @param weights [rows, 1], factors of the losses of rows in the value, whose derivative {@link
   *     RowWeights} makes; null where all are 1. Not modified.
   */
  Applied apply(
      Workspace workspace, Variable prediction, Tensor targets, @Nullable Tensor weights) {
    Tensor compared = smoothed(workspace, targets);
    Tensor saved = workspace.takeLike(targets);
    Scalar mean = plain.value(prediction.tensor(), compared, saved);
    Scalar value =
        weights == null ? mean : weighted(workspace, mean, prediction, compared, saved, weights);
    plain.adjoint(prediction, compared, saved);
    Runnable adjointTangent = () -> plain.adjointTangent(prediction, saved);
    if (zLoss == 0) {
      return new Applied(value, adjointTangent);
    }
    ZLoss term = new ZLoss(zLoss, workspace, prediction, saved);
    Scalar added = term.value(weights);
    term.adjoint();
    return new Applied(
        () -> value.value() + added.value(),
        () -> {
          adjointTangent.run();
          term.adjointTangent();
        });
  }

  /** Adds to a mean what weights that are not 1 change, so that the mean keeps its bits. */
  private Scalar weighted(
      Workspace workspace,
      Scalar mean,
      Variable prediction,
      Tensor compared,
      Tensor saved,
      Tensor weights) {
    Tensor rows = workspace.takeLike(weights);
    plain.rows(prediction.tensor(), compared, saved, workspace, rows);
    Tensor excess = workspace.takeLike(weights);
    excess.fill(-1);
    excess.addScaled(1, weights);
    Scalar sum = excess.dot(rows);
    return () -> mean.value() + sum.value() / weights.rows();
  }

  private Tensor smoothed(Workspace workspace, Tensor targets) {
    if (labelSmoothing == 0) {
      return targets;
    }
    Tensor smoothed = workspace.takeLike(targets);
    smoothed.fill(labelSmoothing / targets.cols());
    smoothed.addScaled(1 - labelSmoothing, targets);
    return smoothed;
  }
}
