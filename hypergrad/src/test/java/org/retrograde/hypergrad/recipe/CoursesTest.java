package org.retrograde.hypergrad.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Scale;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Tuned schedules go into a recipe as the knots that they were tuned with. */
final class CoursesTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("a", 1, 1),
          new ParameterGroup("b", 1, 1),
          new ParameterGroup("c", 1, 1));
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Groups a and b move together, c stays as it is. */
  private static final Tying TYING = new Tying(1, new int[] {0, 0, -1});

  private static final double RATE = 0.3;

  private static Scale scale(int steps) {
    return Scale.ofGroups(new double[] {0.7, 1.9, 0.3})
        .overTime(new Warmup().then(0.3, new Cosine()).times(Schedules.FLAT), steps);
  }

  private static HyperparameterSpace space(int steps, int knots) {
    RunSettings base = new RunSettings(steps, GROUPS);
    scale(steps).fill(base.coefficients(), Coefficient.LEARNING_RATE, RATE);
    base.coefficients().fill(Coefficient.MOMENTUM, 0.8);
    return new HyperparameterSpace(
        base,
        List.of(
            new ScheduleHyperparameter(
                Coefficient.LEARNING_RATE, Transform.LOG, steps, knots, TYING, scale(steps)),
            new ScheduleHyperparameter(
                Coefficient.MOMENTUM, Transform.LOGIT, steps, knots, Tying.free(3))));
  }

  private static double[] raw(HyperparameterSpace space) {
    Random random = new Random(1);
    return random.doubles(space.size(), -2, 2).toArray();
  }

  private static Courses courses(HyperparameterSpace space, int steps) {
    return new Courses(space).orElse(Coefficient.LEARNING_RATE, scale(steps), RATE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 2", "50, 7", "333, 10", "5000, 15"})
  void everyBitComesBackFromTheKnots(int steps, int knots) {
    HyperparameterSpace space = space(steps, knots);
    double[] raw = raw(space);
    Recipe recipe =
        Recipe.of(NAMES, ModulePlace.unknown(NAMES), courses(space, steps), raw, Set.of());
    RunSettings applied = new RunSettings(steps, GROUPS);
    recipe.apply(applied);
    assertThat(RandomRuns.numbers(applied))
        .containsExactly(RandomRuns.numbers(space.settings(raw)));
  }

  @Test
  void aCourseHasTheKnotsThatWereTunedAndOneNumberWhereNothingWas() {
    HyperparameterSpace space = space(333, 10);
    double[] raw = raw(space);
    Recipe recipe =
        Recipe.of(NAMES, ModulePlace.unknown(NAMES), courses(space, 333), raw, Set.of());
    List<Course> rates = rates(recipe);
    assertThat(rates.get(0).points()).hasSize(10).startsWith(raw[0]);
    assertThat(rates.get(1).points()).isEqualTo(rates.get(0).points());
    assertThat(rates.get(1).factor()).isEqualTo(1.9);
    assertThat(rates.get(0).shape()).isEqualTo(new Warmup().then(0.3, new Cosine()));
    assertThat(rates.get(2)).isEqualTo(new Course(0.3, rates.get(0).shape(), false, List.of(RATE)));
  }

  /** The control: what is not what a space says of it is not taken for it. */
  @Test
  void aCourseThatLacksABitIsNotTaken() {
    HyperparameterSpace space = space(50, 7);
    double[] raw = raw(space);
    Courses wrong =
        new Courses(space)
            .orElse(Coefficient.LEARNING_RATE, scale(50), Math.nextUp(Math.nextUp(RATE)));
    Recipe recipe = Recipe.of(NAMES, ModulePlace.unknown(NAMES), wrong, raw, Set.of());
    assertThat(rates(recipe).get(2).points()).hasSize(50);
    assertThat(rates(recipe).get(0).points()).hasSize(7);
  }

  private static List<Course> rates(Recipe recipe) {
    return Objects.requireNonNull(recipe.schedules().get(Coefficient.LEARNING_RATE));
  }

  /** A shape is a function of the fraction of the run, not a table of the tuned one. */
  @Test
  void inALongerRunTheShapeIsThatOfTheLongerRun() {
    HyperparameterSpace space = space(50, 1);
    Recipe recipe =
        Recipe.of(NAMES, ModulePlace.unknown(NAMES), courses(space, 50), raw(space), Set.of());
    RunSettings longer = new RunSettings(1000, GROUPS);
    recipe.apply(longer);
    double peak = Math.exp(raw(space)[0]);
    for (int t = 0; t < 1000; t++) {
      assertThat(longer.coefficients().get(Coefficient.LEARNING_RATE, t, 1))
          .isEqualTo(scale(1000).at(t, 1) * peak);
    }
  }
}
