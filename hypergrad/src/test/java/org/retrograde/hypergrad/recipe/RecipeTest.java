package org.retrograde.hypergrad.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class RecipeTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(new ParameterGroup("a", 2, 2), new ParameterGroup("b", 1, 3));
  private static final List<String> NAMES = List.of("a", "b");

  private static RunSettings tuned(int steps) {
    RunSettings settings = RandomRuns.settings(1, steps, GROUPS, new Momentum(MomentumForm.PAPER));
    settings.l2PerParameter().forEach(row -> Arrays.fill(row, 0));
    return settings;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50, 1000})
  void withAsManyStepsEveryBitIsKept(int steps) {
    RunSettings tuned = tuned(steps);
    RunSettings applied = new RunSettings(steps, GROUPS);
    Recipe.of(NAMES, tuned).apply(applied);
    assertThat(RandomRuns.numbers(applied)).containsExactly(RandomRuns.numbers(tuned));
  }

  @Test
  void withMoreStepsSchedulesAreGeometricAndLogisticMeansOfTheirNeighbours() {
    RunSettings tuned = tuned(3);
    RunSettings applied = new RunSettings(5, GROUPS);
    Recipe.of(NAMES, tuned).apply(applied);
    for (int g = 0; g < 2; g++) {
      for (int t = 0; t < 5; t += 2) {
        for (Coefficient coefficient : tuned.coefficients().coefficients()) {
          assertThat(applied.coefficients().get(coefficient, t, g))
              .isEqualTo(tuned.coefficients().get(coefficient, t / 2, g));
        }
      }
      double left = tuned.coefficients().get(Coefficient.LEARNING_RATE, 0, g);
      double right = tuned.coefficients().get(Coefficient.LEARNING_RATE, 1, g);
      assertThat(applied.coefficients().get(Coefficient.LEARNING_RATE, 1, g))
          .isCloseTo(Math.sqrt(left * right), within(1e-15));
      double leftOdds = odds(tuned.coefficients().get(Coefficient.MOMENTUM, 0, g));
      double rightOdds = odds(tuned.coefficients().get(Coefficient.MOMENTUM, 1, g));
      assertThat(odds(applied.coefficients().get(Coefficient.MOMENTUM, 1, g)))
          .isCloseTo(Math.sqrt(leftOdds * rightOdds), within(1e-10));
    }
  }

  private static double odds(double fraction) {
    return fraction / (1 - fraction);
  }

  @Test
  void withOneStepTheFirstPointServes() {
    RunSettings tuned = tuned(4);
    RunSettings applied = new RunSettings(1, GROUPS);
    Recipe.of(NAMES, tuned).apply(applied);
    assertThat(applied.coefficients().get(Coefficient.LEARNING_RATE, 0, 1))
        .isEqualTo(tuned.coefficients().get(Coefficient.LEARNING_RATE, 0, 1));
  }

  @Test
  void aMomentumOfZeroOrOneAndARateOfZeroAreKeptOnTheirPoints() {
    RunSettings tuned = new RunSettings(3, GROUPS);
    tuned.coefficients().set(Coefficient.MOMENTUM, 1, 0, 1);
    RunSettings applied = new RunSettings(3, GROUPS);
    Recipe.of(NAMES, tuned).apply(applied);
    assertThat(RandomRuns.numbers(applied)).containsExactly(RandomRuns.numbers(tuned));
  }

  @Test
  void rowsOfAnotherLengthAreNamed() {
    List<List<Double>> two = List.of(List.of(0.1, 0.2));
    List<Double> row = List.of(0.0, 0.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recipe(NAMES, rates(List.of(List.of(0.1))), row, row, row))
        .withMessage("recipe: learning rate has 1 numbers for the 2 groups [a, b]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Course.through(List.of()))
        .withMessage("a course needs at least one point");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recipe(NAMES, rates(two), row, row, List.of()))
        .withMessage("recipe: l2 has 0 numbers for the 2 groups [a, b]");
  }

  private static Map<Coefficient, List<Course>> rates(List<List<Double>> rows) {
    return Map.of(Coefficient.LEARNING_RATE, Course.ofRows(rows));
  }

  @Test
  void settingsOfOtherGroupsAreRefused() {
    Recipe recipe = Recipe.of(NAMES, tuned(2));
    RunSettings other = new RunSettings(2, GROUPS.subList(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recipe.apply(other))
        .withMessage("recipe: it is for the 2 groups [a, b], the settings have 1");
  }
}
