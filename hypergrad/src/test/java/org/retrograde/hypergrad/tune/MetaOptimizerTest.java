package org.retrograde.hypergrad.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.trial.RawVector;

final class MetaOptimizerTest {

  private static final double[][] GRADIENTS = {{1, -2}, {3, 0}, {-0.5, 0.25}};

  /** Runs the three gradients from (1, 1) at a step size of 0.1; returns where each one leads. */
  private static List<double[]> path(MetaOptimizer optimizer) {
    List<double[]> path = new ArrayList<>();
    double[] raw = {1, 1};
    MetaState state = optimizer.start(2);
    for (double[] gradient : GRADIENTS) {
      MetaOptimizer.Update update = optimizer.update(raw, gradient, 0.1, state);
      raw = update.raw().toArray();
      state = update.state();
      path.add(raw);
    }
    assertThat(state.count()).isEqualTo(3);
    return path;
  }

  @Test
  void adamTakesTheStepsOfItsAlgorithm() {
    List<double[]> path = path(new MetaOptimizer.Adam(0.9, 0.999, 1e-8));
    // First step: the bias-corrected ratio is the sign of the gradient, up to eps.
    assertThat(path.get(0))
        .containsExactly(new double[] {0.900000001, 1.0999999995}, within(1e-12));
    // Second: m = .39 / .19, s = .009999 / .001999; m = -.18 / .19, s = .003996 / .001999.
    assertThat(path.get(1))
        .containsExactly(new double[] {0.8082218895123323, 1.1670058244397326}, within(1e-12));
    assertThat(path.get(2))
        .containsExactly(new double[] {0.748130554359429, 1.2104694399202245}, within(1e-12));
  }

  @Test
  void momentumAddsUpDecayedGradients() {
    List<double[]> path = path(new MetaOptimizer.Momentum(0.5));
    assertThat(path.get(0)).containsExactly(new double[] {0.9, 1.2}, within(1e-15));
    assertThat(path.get(1)).containsExactly(new double[] {0.55, 1.3}, within(1e-15));
    assertThat(path.get(2)).containsExactly(new double[] {0.425, 1.325}, within(1e-15));
  }

  @Test
  void plainDescentFollowsEachGradientAlone() {
    List<double[]> path = path(new MetaOptimizer.Sgd());
    assertThat(path.get(0)).containsExactly(new double[] {0.9, 1.2}, within(1e-15));
    assertThat(path.get(1)).containsExactly(new double[] {0.6, 1.2}, within(1e-15));
    assertThat(path.get(2)).containsExactly(new double[] {0.65, 1.175}, within(1e-15));
  }

  @Test
  void signsMoveEveryNumberByTheStepWhateverTheGradientsSize() {
    List<double[]> path = path(new MetaOptimizer.Sign());
    assertThat(path.get(0)).containsExactly(new double[] {0.9, 1.1}, within(1e-15));
    assertThat(path.get(1)).containsExactly(new double[] {0.8, 1.1}, within(1e-15));
    assertThat(path.get(2)).containsExactly(new double[] {0.9, 1.0}, within(1e-15));
  }

  @Test
  void clippedMovesKeepTheirDirectionAndShortOnesTheirLength() {
    List<double[]> path = path(new MetaOptimizer.NormClipped(new MetaOptimizer.Sgd(), 0.1));
    double step = 0.1 / Math.sqrt(5);
    assertThat(path.get(0)).containsExactly(new double[] {1 - step, 1 + 2 * step}, within(1e-15));
    assertThat(path.get(1)).containsExactly(new double[] {0.9 - step, 1 + 2 * step}, within(1e-15));
    assertThat(path.get(2))
        .containsExactly(new double[] {0.95 - step, 0.975 + 2 * step}, within(1e-15));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaOptimizer.NormClipped(new MetaOptimizer.Sgd(), 0))
        .withMessage("largest must be above 0, got 0.0");
  }

  @Test
  void momentumOfZeroIsPlainDescent() {
    assertThat(path(new MetaOptimizer.Momentum(0)))
        .usingRecursiveComparison()
        .isEqualTo(path(new MetaOptimizer.Sgd()));
  }

  @Test
  void anUpdateChangesNoneOfItsArguments() {
    for (MetaOptimizer optimizer :
        List.of(
            new MetaOptimizer.Sgd(),
            new MetaOptimizer.Momentum(0.9),
            new MetaOptimizer.Adam(0.9, 0.999, 1e-8))) {
      double[] raw = {1, 2};
      double[] gradient = {3, 4};
      MetaState state = optimizer.start(2);
      MetaOptimizer.Update first = optimizer.update(raw, gradient, 0.1, state);
      MetaOptimizer.Update again = optimizer.update(raw, gradient, 0.1, state);
      assertThat(again.raw().toArray()).containsExactly(first.raw().toArray());
      assertThat(raw).containsExactly(1, 2);
      assertThat(gradient).containsExactly(3, 4);
      assertThat(state.count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void decaysMustBeFractions(double decay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaOptimizer.Momentum(decay))
        .withMessage("momentum must be in [0, 1), got " + decay);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaOptimizer.Adam(0.9, decay, 1e-8))
        .withMessage("beta2 must be in [0, 1), got " + decay);
  }

  @Test
  void epsilonMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaOptimizer.Adam(0.9, 0.999, 0))
        .withMessage("epsilon must be above 0, got 0.0");
  }

  @Test
  void clippingKeepsTheDirectionAndLeavesShortVectorsAlone() {
    RawVector vector = new RawVector(new double[] {3, 4});
    assertThat(vector.norm()).isEqualTo(5);
    assertThat(vector.clipped(5)).isSameAs(vector);
    assertThat(vector.clipped(1).toArray()).containsExactly(new double[] {0.6, 0.8}, within(1e-15));
    assertThat(vector.clipped(Double.POSITIVE_INFINITY)).isSameAs(vector);
  }
}
