package org.retrograde.models.autodiff;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A coefficient c times the mean over R rows of l^2, with l the log-sum-exp of a row of logits.
 *
 * <p>With p the softmax of a row, which the cross entropy has left, its gradient is 2 c / R times l
 * p, and the tangent of that 2 c / R times l p' + &lt;p, t&gt; p for a tangent t of the logits and
 * p' = p (t - &lt;p, t&gt;).
 */
final class ZLoss {

  private final double coefficient;
  private final Workspace workspace;
  private final Variable logits;
  private final Tensor softmax;
  private final Tensor logSums;

  /**
   * Evaluates the log-sum-exps.
   *
   * @param softmax of each row of the logits
   */
  ZLoss(double coefficient, Workspace workspace, Variable logits, Tensor softmax) {
    this.coefficient = coefficient;
    this.workspace = workspace;
    this.logits = logits;
    this.softmax = softmax;
    this.logSums = workspace.take(softmax.rows(), 1);
    logSums.assignLogSumExp(logits.tensor());
  }

  /**
   * Evaluates the term.
   *
   * @param weights factors of rows, [rows, 1]; null where all are 1
   */
  Scalar value(@Nullable Tensor weights) {
    Scalar squares = weighted(weights).dot(logSums);
    double share = coefficient / softmax.rows();
    return () -> share * squares.value();
  }

  private Tensor weighted(@Nullable Tensor weights) {
    if (weights == null) {
      return logSums;
    }
    Tensor weighted = workspace.takeLike(logSums);
    weighted.fill(0);
    weighted.addProduct(1, weights, logSums);
    return weighted;
  }

  private double slope() {
    return 2 * coefficient / softmax.rows();
  }

  /** Adds the gradient to the adjoint of the logits. */
  void adjoint() {
    logits
        .adjoint()
        .add(
            Sum.of(workspace, logSums),
            (sum, factors) -> sum.addScaledRows(slope(), softmax, factors));
  }

  /** Adds the derivative of the gradient along the tangent of the logits. */
  void adjointTangent() {
    logits
        .adjointTangent()
        .add(
            logits.tangent(),
            (sum, along) -> {
              Tensor change = workspace.take(softmax.rows(), 1);
              change.assignRowDots(softmax, along);
              sum.addScaledRows(slope(), softmax, change);
              Tensor softmaxTangent = workspace.takeLike(softmax);
              softmaxTangent.assignSoftmaxTangent(softmax, along);
              sum.addScaledRows(slope(), softmaxTangent, logSums);
            });
  }
}
