package org.retrograde.hypergrad.hyperparameter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.TwoPhase;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class ShapedScheduleTest {

  private static final int STEPS = 40;
  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("a", 1, 2),
          new ParameterGroup("b", 1, 1),
          new ParameterGroup("c", 1, 1));
  private static final double STEP = 1e-5;

  private static final ScheduleFamily WSD =
      new ScheduleFamily(
          List.of(
              new ScheduleFamily.FreeNumber("decay", 0.37, Transform.LOGIT),
              new ScheduleFamily.FreeNumber("end", 0.1, Transform.LOGIT)),
          numbers -> new Wsd(numbers.get(0), Fall.LINEAR, numbers.get(1)));
  private static final ScheduleFamily INVERSE =
      new ScheduleFamily(
          List.of(
              new ScheduleFamily.FreeNumber("exponent", 0.6, Transform.LOG),
              new ScheduleFamily.FreeNumber("offset", 7, Transform.LOG)),
          numbers -> new InversePower(numbers.get(0), numbers.get(1)));
  private static final ScheduleFamily WARM =
      new ScheduleFamily(
              List.of(
                  new ScheduleFamily.FreeNumber("exponent", 0.6, Transform.LOG),
                  new ScheduleFamily.FreeNumber("crossing", 9, Transform.LOG),
                  new ScheduleFamily.FreeNumber("sharpness", 8, Transform.LOG)),
              numbers -> new TwoPhase(numbers.get(0), numbers.get(1), numbers.get(2)))
          .then(shape -> new Warmup().then(0.2, shape));
  private static final Map<String, ScheduleFamily> FAMILIES =
      Map.of("wsd", WSD, "inverse-power", INVERSE, "two-phase after a warm-up", WARM);

  private static ShapedSchedule rate(ScheduleFamily family) {
    Tying tying = new Tying(2, new int[] {0, -1, 1});
    Scale scale = Scale.ofGroups(new double[] {0.5, 3, 0.25});
    return new ShapedSchedule(
        new ScheduleHyperparameter(
            Coefficient.LEARNING_RATE, Transform.LOG, STEPS, 1, tying, scale),
        family);
  }

  private static RunSettings random(long seed) {
    Well19937c random = new Well19937c(seed);
    RunSettings settings = new RunSettings(STEPS, GROUPS);
    for (int t = 0; t < STEPS; t++) {
      for (int g = 0; g < GROUPS.size(); g++) {
        settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, random.nextGaussian());
      }
    }
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"wsd", "inverse-power", "two-phase after a warm-up"})
  void derivativesAreThoseOfTheSettings(String name) {
    ShapedSchedule rate = rate(requireNonNull(FAMILIES.get(name)));
    double[] raw = new double[rate.size()];
    System.arraycopy(rate.family().start(), 0, raw, 2, raw.length - 2);
    raw[0] = -1.3;
    raw[1] = 0.4;
    RunSettings weights = random(3);
    double[] found = rate.pullBack(raw, weights);
    for (int i = 0; i < raw.length; i++) {
      double differences =
          (along(rate, raw, i, STEP, weights) - along(rate, raw, i, -STEP, weights)) / (2 * STEP);
      assertThat(found[i]).isCloseTo(differences, within(1e-8));
      assertThat(Math.abs(1.001 * found[i] - differences))
          .as("an error of a thousandth is seen")
          .isGreaterThan(1e-8);
    }
  }

  private static double along(
      ShapedSchedule rate, double[] raw, int number, double by, RunSettings weights) {
    double[] moved = raw.clone();
    moved[number] += by;
    RunSettings settings = new RunSettings(STEPS, GROUPS);
    rate.apply(moved, settings);
    return settings.dot(weights);
  }

  @Test
  void settingsArePeaksTimesTheShapeAndGiveThemBack() {
    ShapedSchedule rate = rate(WSD);
    double[] start = rate.family().start();
    double[] raw = {Math.log(0.2), Math.log(0.7), start[0], start[1]};
    RunSettings settings = new RunSettings(STEPS, GROUPS);
    rate.apply(raw, settings);
    Wsd shape = new Wsd(0.37, Fall.LINEAR, 0.1);
    for (int t = 0; t < STEPS; t++) {
      assertThat(settings.coefficients().get(Coefficient.LEARNING_RATE, t, 0))
          .isCloseTo(0.5 * 0.2 * shape.factor(t, STEPS), within(1e-15));
      assertThat(settings.coefficients().get(Coefficient.LEARNING_RATE, t, 1)).isZero();
      assertThat(settings.coefficients().get(Coefficient.LEARNING_RATE, t, 2))
          .isCloseTo(0.25 * 0.7 * shape.factor(t, STEPS), within(1e-15));
    }
    assertThat(rate.start(settings)).containsExactly(raw, within(1e-14));
  }

  @Test
  void slopesOfAPowerAreThoseOfItsFormula() {
    double[] raw = INVERSE.start();
    double[][] found = INVERSE.derivative(raw, STEPS);
    for (int t = 0; t < STEPS; t++) {
      double base = 1 + t / 7.0;
      double factor = Math.pow(base, -0.6);
      assertThat(found[0][t]).isCloseTo(-0.6 * Math.log(base) * factor, within(1e-11));
      assertThat(found[1][t]).isCloseTo(0.6 * (t / 7.0) / base * factor, within(1e-11));
    }
  }

  @Test
  void aNumberAtTheEndOfItsRangeCannotMove() {
    ScheduleFamily whole =
        new ScheduleFamily(
            List.of(new ScheduleFamily.FreeNumber("decay", 1, Transform.LOGIT)),
            numbers -> new Wsd(numbers.get(0), Fall.LINEAR, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(whole::start)
        .withMessage(
            "decay of a schedule cannot be tuned from 1.0, the end of its range; start it inside");
  }
}
