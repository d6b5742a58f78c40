package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/**
 * What Schedule-Free rules have in common, whichever direction q they go in: z &lt;- z - gamma q, x
 * &lt;- (1 - c) x + c z, with q worked out at y = (1 - beta) z + beta x, where x is a mean of all
 * z, the part c_t of step t being that of {@link AverageWeights}.
 *
 * <p>The position is y; after the last step it is x, which is what is judged. A moment is f = z - x
 * before the mean is taken, so that a step is momentum with decays of its own,
 *
 * <pre>
 *   f &lt;- (1 - c_{t-1}) f - gamma q        (c_{-1} = 0, f = 0 before the first step)
 *   y &lt;- y + a f - b q,   a = beta_t - beta_{t+1} (1 - c_t),   b = (1 - beta_t) gamma
 * </pre>
 *
 * <p>with beta = 1 for the step after the last.
 *
 * <p>Adjoint: d_a = &lt;d_y, f'&gt;; d_b = -&lt;d_y, q&gt;; d_f += a d_y; d_q = -b d_y - gamma d_f;
 * d_gamma = -&lt;d_f, q&gt; + (1 - beta) d_b; d_c of the step before = -&lt;d_f, f&gt;; d_f *= 1 -
 * c_{t-1}.
 */
final class AveragedSteps {

  private final Device device;
  private final CoefficientTable table;
  private final List<AverageWeights> weights;

  /**
   * Reads {@link Coefficient#INTERPOLATION} and {@link Coefficient#AVERAGING}, and checks their
   * ranges.
   *
   * @param ratePower p
   */
  AveragedSteps(Device device, CoefficientTable table, double ratePower) {
    this.device = device;
    this.table = table;
    CoefficientRangeException.require(
        table, Coefficient.INTERPOLATION, value -> value >= 0 && value <= 1, "in [0, 1]");
    this.weights = AverageWeights.ofGroups(table, ratePower, false);
  }

  /**
   * Takes a step.
   *
   * @param position y. Modified.
   * @param distance f. Modified.
   * @param direction q
   * @param rounded y after the step. Overwritten.
   */
  void step(Slot at, FixedVector position, FixedVector distance, Tensor direction, Tensor rounded) {
    weights.get(at.group()).begin(at.step());
    if (at.step() > 0) {
      distance.addScaled(-partBefore(at), copy(distance, direction));
    }
    distance.addScaled(-rate(at), direction);
    position.addScaled(-(1 - interpolation(at)) * rate(at), direction);
    position.addAndRound(alongDistance(at), distance, rounded);
  }

  /** Returns a vector in double precision, in the shape of a tensor. */
  Tensor copy(FixedVector vector, Tensor like) {
    Tensor copy = device.tensor(Precision.FLOAT64, like.rows(), like.cols());
    vector.copyTo(copy);
    return copy;
  }

  /**
   * Pulls back all of a step but the decay of f, with everything as after the step.
   *
   * @param distance f
   * @param toDistance d_f. Modified.
   * @param direction q
   * @param toDirection d_q. Overwritten.
   */
  void pullBack(
      Slot at,
      GroupAdjoint adjoint,
      FixedVector distance,
      Tensor toDistance,
      Tensor direction,
      Tensor toDirection) {
    Tensor toPosition = adjoint.position();
    Scalar along = distance.dot(toPosition);
    Scalar onDirection = toPosition.dot(direction);
    toDistance.addScaled(alongDistance(at), toPosition);
    Scalar distanceOnDirection = toDistance.dot(direction);
    toDirection.assignScaled(-(1 - interpolation(at)) * rate(at), toPosition);
    toDirection.addScaled(-rate(at), toDistance);
    adjoint.whenKnown(
        () -> {
          double toRate =
              -(1 - interpolation(at)) * onDirection.value() - distanceOnDirection.value();
          adjoint.add(Coefficient.LEARNING_RATE, at, toRate);
          double toInterpolation = rate(at) * onDirection.value() + along.value();
          adjoint.add(Coefficient.INTERPOLATION, at, toInterpolation);
          if (!isLast(at)) {
            adjoint.add(Coefficient.INTERPOLATION, next(at), -(1 - part(at)) * along.value());
          }
          weights
              .get(at.group())
              .pullBack(at.step(), interpolation(next(at)) * along.value(), adjoint);
        });
  }

  /**
   * Pulls back the decay of f.
   *
   * @param distance f before the step
   * @param toDistance d_f. Modified.
   */
  void pullBackDecay(Slot at, GroupAdjoint adjoint, FixedVector distance, Tensor toDistance) {
    Scalar onDistance = distance.dot(toDistance);
    adjoint.whenKnown(() -> weights.get(at.group()).addToPart(adjoint, -onDistance.value()));
    toDistance.scale(at.step() == 0 ? 0 : 1 - partBefore(at));
  }

  private double alongDistance(Slot at) {
    return interpolation(at) - interpolation(next(at)) * (1 - part(at));
  }

  private double part(Slot at) {
    return weights.get(at.group()).part(at.step());
  }

  private double partBefore(Slot at) {
    return weights.get(at.group()).part(at.step() - 1);
  }

  private double rate(Slot at) {
    return at.get(table, Coefficient.LEARNING_RATE);
  }

  /** After the last step, the mean itself is the position. */
  private double interpolation(Slot at) {
    return at.step() == table.steps() ? 1 : at.get(table, Coefficient.INTERPOLATION);
  }

  private boolean isLast(Slot at) {
    return at.step() == table.steps() - 1;
  }

  private static Slot next(Slot at) {
    return new Slot(at.step() + 1, at.group());
  }
}
