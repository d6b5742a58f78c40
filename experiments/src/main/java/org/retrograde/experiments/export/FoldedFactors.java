package org.retrograde.experiments.export;

import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * What a tensor starts from and its tuned values are multiplied by once nothing multiplies it in
 * the forward pass.
 *
 * <p>A network that computes with theta w, theta = A alpha, is the network that computes with W =
 * theta w and trains W with other numbers. W starts theta times as wide. The gradient with respect
 * to w is theta times that with respect to W, and W moves by theta times what w moves by: a step
 * proportional to the gradient is the same with a learning rate theta^2 times as large; a step of
 * Adam, in which the gradient's size cancels, with a learning rate theta times as large, where
 * epsilon is divided by theta along with the gradient. Decoupled weight decay multiplies by 1 -
 * rate times decay, so the decay is divided by what the rate is multiplied by; a penalty l2 w^2 is
 * l2 / theta^2 W^2. A clip by the norm of the gradient with respect to w weighs the one with
 * respect to W by theta. All of it is exact, for any epsilon. The result is form T3 of any
 * parametrization.
 *
 * @param deviation standard deviation of the start of W
 * @param learningRate factor of the learning rate
 * @param epsilon factor of what Adam and RMSProp add to their root
 * @param weightDecay factor of decoupled weight decay
 * @param l2 factor of the penalty
 * @param clip weight of the tensor's gradient in the global norm
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V, table
 *     3 and lemma J.1
 */
record FoldedFactors(
    double deviation,
    double learningRate,
    double epsilon,
    double weightDecay,
    double l2,
    double clip) {

  /**
   * Folds.
   *
   * @param width factors of the tensor at some width, in any form
   * @param weightDecay factor of decoupled weight decay at that width
   * @param alpha tuned multiplier, above 0
   * @param deviation standard deviation of the start of w
   */
  static FoldedFactors of(
      WidthFactors width, double weightDecay, StepScaling family, double alpha, double deviation) {
    double theta = width.multiplier() * alpha;
    double moved = family.normalizes() ? theta : theta * theta;
    return new FoldedFactors(
        theta * deviation,
        width.learningRate() * moved,
        width.epsilon() / theta,
        weightDecay / moved,
        1 / (theta * theta),
        theta);
  }
}
