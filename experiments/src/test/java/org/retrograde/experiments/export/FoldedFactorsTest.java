package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.reversible.optimizer.StepScaling;

/** Training theta w is training W = theta w with folded numbers, step for step. */
final class FoldedFactorsTest {

  private static final double ALPHA = 1.7;
  private static final WidthFactors WIDTH = new WidthFactors(0.5, 0.25, 0.125, 3);
  private static final double RATE = 0.05;
  private static final double EPSILON = 0.1; // far from 0
  private static final double DECAY = 0.3;
  private static final double L2 = 0.02;

  @ParameterizedTest
  @EnumSource(StepScaling.class)
  void multipliersCanBeFoldedAway(StepScaling family) {
    FoldedFactors folded = FoldedFactors.of(WIDTH, 0.5, family, ALPHA, 0.9);
    double theta = WIDTH.multiplier() * ALPHA;
    Stepper plain =
        new Stepper(
            theta, 0.9, RATE * WIDTH.learningRate(), EPSILON * WIDTH.epsilon(), 0.5 * DECAY, L2, 1);
    Stepper without =
        new Stepper(
            1,
            folded.deviation(),
            RATE * folded.learningRate(),
            EPSILON * folded.epsilon(),
            DECAY * folded.weightDecay(),
            L2 * folded.l2(),
            folded.clip());
    for (int t = 0; t < 50; t++) {
      assertThat(without.x).isCloseTo(theta * plain.x, withinPercentage(1e-9));
      plain.step(family);
      without.step(family);
    }
  }

  /** One weight under the loss cos(3 theta x) + l2 x^2, its gradient clipped to 0.2. */
  private static final class Stepper {
    private final double theta;
    private final double rate;
    private final double epsilon;
    private final double decay;
    private final double l2;
    private final double clip;
    private double x;
    private double m;
    private double s;

    Stepper(
        double theta,
        double start,
        double rate,
        double epsilon,
        double decay,
        double l2,
        double clip) {
      this.theta = theta;
      this.x = start;
      this.rate = rate;
      this.epsilon = epsilon;
      this.decay = decay;
      this.l2 = l2;
      this.clip = clip;
    }

    void step(StepScaling family) {
      double g = -3 * theta * Math.sin(3 * theta * x) + 2 * l2 * x;
      g *= 0.2 / Math.max(0.2, Math.abs(clip * g));
      m = 0.9 * m + 0.1 * g;
      s = 0.99 * s + 0.01 * g * g;
      double q = family == StepScaling.PROPORTIONAL ? m : m / (Math.sqrt(s) + epsilon);
      x = (1 - rate * decay) * x - rate * q;
    }
  }
}
