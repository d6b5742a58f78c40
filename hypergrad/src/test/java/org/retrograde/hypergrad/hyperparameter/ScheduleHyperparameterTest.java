package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class ScheduleHyperparameterTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("a", 1, 2),
          new ParameterGroup("b", 1, 1),
          new ParameterGroup("c", 1, 1));
  private static final Tying TYING = new Tying(2, new int[] {0, 1, 0});

  @Test
  void aScaleMultipliesValuesAndDerivativesAndLeavesTheStartWhereItIs() {
    Scale scale =
        Scale.ofGroups(new double[] {0.5, 3, 0.25})
            .overTime(new Warmup().then(0.25, new Cosine()), 8);
    ScheduleHyperparameter plain =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, 8, 3, TYING);
    ScheduleHyperparameter scaled =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, 8, 3, TYING, scale);
    double[] raw = plain.start(settings(1, 8));
    RunSettings one = new RunSettings(8, GROUPS);
    RunSettings other = new RunSettings(8, GROUPS);
    plain.apply(raw, one);
    scaled.apply(raw, other);
    for (int t = 0; t < 8; t++) {
      for (int g = 0; g < 3; g++) {
        assertThat(other.coefficients().get(Coefficient.LEARNING_RATE, t, g))
            .isEqualTo(scale.at(t, g) * one.coefficients().get(Coefficient.LEARNING_RATE, t, g));
      }
    }
    double[] starts = plain.start(one);
    double[] back = scaled.start(other);
    double[] derivative = scaled.pullBack(raw, settings(2, 8));
    RunSettings weighted = settings(2, 8);
    for (int t = 0; t < 8; t++) {
      for (int g = 0; g < 3; g++) {
        double value = weighted.coefficients().get(Coefficient.LEARNING_RATE, t, g);
        weighted.coefficients().set(Coefficient.LEARNING_RATE, t, g, scale.at(t, g) * value);
      }
    }
    double[] expected = plain.pullBack(raw, weighted);
    for (int i = 0; i < raw.length; i++) {
      assertThat(back[i]).isCloseTo(starts[i], within(1e-12));
      assertThat(derivative[i]).isCloseTo(expected[i], within(1e-15));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 101})
  void withAsManyKnotsAsStepsTheSettingsAreReproduced(int steps) {
    RunSettings settings = settings(1, steps);
    for (Coefficient coefficient : new Momentum(MomentumForm.PAPER).coefficients()) {
      ScheduleHyperparameter schedule = schedule(coefficient, steps, steps, Tying.free(3));
      RunSettings applied = new RunSettings(steps, GROUPS);
      schedule.apply(schedule.start(settings), applied);
      Transform transform = schedule.transform();
      for (int t = 0; t < steps; t++) {
        for (int g = 0; g < 3; g++) {
          double before = settings.coefficients().get(coefficient, t, g);
          double after = applied.coefficients().get(coefficient, t, g);
          assertThat(after).isEqualTo(transform.value(transform.raw(before)));
          assertThat(after).isCloseTo(before, withinPercentage(1e-13));
        }
      }
    }
  }

  @Test
  void betweenKnotsTheRawNumbersAreLinear() {
    ScheduleHyperparameter schedule = schedule(Coefficient.LEARNING_RATE, 9, 3, Tying.shared(3));
    RunSettings settings = new RunSettings(9, GROUPS);
    schedule.apply(new double[] {0, 2, -2}, settings);
    double[] raw =
        IntStream.range(0, 9)
            .mapToDouble(t -> settings.coefficients().get(Coefficient.LEARNING_RATE, t, 0))
            .map(Math::log)
            .toArray();
    assertThat(raw).containsExactly(new double[] {0, 0.5, 1, 1.5, 2, 1, 0, -1, -2}, within(1e-15));
  }

  @Test
  void theStartTakesEachKnotFromTheNearestStep() {
    RunSettings settings = new RunSettings(5, GROUPS);
    for (int t = 0; t < 5; t++) {
      for (int g = 0; g < 3; g++) {
        settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, Math.exp(10 * t + g));
      }
    }
    assertThat(schedule(Coefficient.LEARNING_RATE, 5, 3, TYING).start(settings))
        .containsExactly(new double[] {0, 1, 20, 21, 40, 41}, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,1", "7,2", "7,4", "7,7", "30,4"})
  void pullBackIsTheTransposeOfTheDerivativeOfApply(int steps, int knots) {
    for (Coefficient coefficient : new Momentum(MomentumForm.PAPER).coefficients()) {
      ScheduleHyperparameter schedule = schedule(coefficient, steps, knots, TYING);
      double[] raw = schedule.start(settings(2, steps));
      double[] tangent = raw.clone();
      Arrays.setAll(tangent, i -> Math.cos(i + 1));
      RunSettings cotangent = settings(3, steps);
      double forward = applied(schedule, raw, tangent, 1e-5).dot(cotangent);
      double backward = dot(schedule.pullBack(raw, cotangent), tangent);
      assertThat(backward).isCloseTo(forward, withinPercentage(1e-6));
    }
  }

  /** The derivative of apply along a tangent, by central differences. */
  private static RunSettings applied(
      ScheduleHyperparameter schedule, double[] raw, double[] tangent, double h) {
    RunSettings zero = new RunSettings(schedule.steps(), GROUPS);
    RunSettings above = zero.copy();
    RunSettings below = zero.copy();
    schedule.apply(moved(raw, tangent, h), above);
    schedule.apply(moved(raw, tangent, -h), below);
    return zero.plus(1 / (2 * h), above).plus(-1 / (2 * h), below);
  }

  private static double[] moved(double[] raw, double[] tangent, double h) {
    double[] moved = raw.clone();
    Arrays.setAll(moved, i -> raw[i] + h * tangent[i]);
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  @Test
  void aGroupWithoutAColumnIsLeftAlone() {
    Tying tying = Tying.only(new boolean[] {true, false, true});
    ScheduleHyperparameter schedule = schedule(Coefficient.MOMENTUM, 4, 2, tying);
    RunSettings before = settings(4, 4);
    RunSettings after = before.copy();
    schedule.apply(new double[schedule.size()], after);
    for (int t = 0; t < 4; t++) {
      assertThat(after.coefficients().get(Coefficient.MOMENTUM, t, 0)).isEqualTo(0.5);
      assertThat(after.coefficients().get(Coefficient.MOMENTUM, t, 1))
          .isEqualTo(before.coefficients().get(Coefficient.MOMENTUM, t, 1));
    }
    assertThat(after.coefficients().copyOf(Coefficient.LEARNING_RATE))
        .isDeepEqualTo(before.coefficients().copyOf(Coefficient.LEARNING_RATE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 6})
  void knotsMustBeBetweenOneAndTheNumberOfSteps(int knots) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(Coefficient.MOMENTUM, 5, knots, TYING))
        .withMessage("knots must be in [1, 5], the number of steps; got " + knots);
  }

  private static ScheduleHyperparameter schedule(
      Coefficient coefficient, int steps, int knots, Tying tying) {
    Transform transform = coefficient == Coefficient.MOMENTUM ? Transform.LOGIT : Transform.LOG;
    return new ScheduleHyperparameter(coefficient, transform, steps, knots, tying);
  }

  private static RunSettings settings(long seed, int steps) {
    return RandomRuns.settings(seed, steps, GROUPS, new Momentum(MomentumForm.PAPER));
  }
}
