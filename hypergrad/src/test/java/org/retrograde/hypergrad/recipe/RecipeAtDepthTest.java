package org.retrograde.hypergrad.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.ArrayHyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.ModuleTying;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A recipe holds numbers of types and of blocks, and is one of a network of any depth. */
final class RecipeAtDepthTest {

  /** An embedding, and blocks of a query and a value. */
  private static List<ModulePlace> places(int blocks) {
    List<ModulePlace> places = new ArrayList<>(List.of(new ModulePlace("embedding", 0)));
    for (int block = 1; block <= blocks; block++) {
      places.add(new ModulePlace("query", block));
      places.add(new ModulePlace("value", block));
    }
    return places;
  }

  private static List<String> names(int blocks) {
    return places(blocks).stream().map(place -> place.type() + place.block()).toList();
  }

  private static List<ParameterGroup> groups(int blocks) {
    return names(blocks).stream().map(name -> new ParameterGroup(name, 1, 1)).toList();
  }

  private static Tying tying(int blocks, boolean types) {
    boolean[] all = new boolean[places(blocks).size()];
    Arrays.fill(all, true);
    ModuleTying modules = new ModuleTying(places(blocks), all);
    return types ? modules.byTypeAndDepth() : modules.byDepth();
  }

  private static HyperparameterSpace space(int blocks, int steps, int knots, boolean types) {
    RunSettings base = new RunSettings(steps, groups(blocks));
    base.coefficients().fill(Coefficient.LEARNING_RATE, 0.3);
    base.coefficients().fill(Coefficient.MOMENTUM, 0.8);
    base.setLossParameter(RunSettings.LOG_MULTIPLIERS, new double[places(blocks).size()]);
    Tying tying = tying(blocks, types);
    return new HyperparameterSpace(
        base,
        List.of(
            new ScheduleHyperparameter(
                Coefficient.LEARNING_RATE, Transform.LOG, steps, knots, tying),
            new ScheduleHyperparameter(Coefficient.MOMENTUM, Transform.LOGIT, steps, knots, tying),
            ArrayHyperparameter.initScale(tying),
            ArrayHyperparameter.multiplier(tying)));
  }

  private static double[] raw(HyperparameterSpace space) {
    return new Random(1).doubles(space.size(), -2, 2).toArray();
  }

  private static Recipe recipe(int blocks, HyperparameterSpace space, double[] raw) {
    return Recipe.of(names(blocks), places(blocks), new Courses(space), raw, Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, true",
    "2, 9, 1, true",
    "3, 9, 4, true",
    "7, 20, 20, true",
    "3, 9, 4, false",
    "1, 3, 1, false"
  })
  void atTheTunedDepthEveryBitComesBack(int blocks, int steps, int knots, boolean types) {
    HyperparameterSpace space = space(blocks, steps, knots, types);
    double[] raw = raw(space);
    RunSettings applied = new RunSettings(steps, groups(blocks));
    recipe(blocks, space, raw).at(names(blocks), places(blocks)).apply(applied);
    assertThat(RandomRuns.numbers(applied))
        .containsExactly(RandomRuns.numbers(space.settings(raw)));
  }

  @Test
  void numbersOfTypesAndOfBlocksAreNotMixed() {
    HyperparameterSpace space = space(3, 9, 1, true);
    double[] raw = raw(space); // embedding, query, value, block 2, block 3
    Recipe recipe = recipe(3, space, raw);
    List<Course> rates = Objects.requireNonNull(recipe.schedules().get(Coefficient.LEARNING_RATE));
    assertThat(rates.get(1)).isEqualTo(rates.get(3)).isEqualTo(rates.get(5));
    assertThat(rates.get(1).points()).containsExactly(raw[1]);
    assertThat(recipe.depth().keySet())
        .containsExactly("init scale", "learning rate", "momentum", "multiplier");
    assertThat(recipe.depth().get("learning rate"))
        .isEqualTo(
            new DepthNumbers(
                List.of("query", "value"),
                List.of(List.of(0.0), List.of(raw[3]), List.of(raw[4]))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recipe.apply(new RunSettings(9, groups(3))))
        .withMessageContaining("are not in its groups yet");
  }

  /** Of 2 blocks to 4: relative depths 0, 1/3, 2/3 and 1, in log space. */
  @Test
  void depthsAreInterpolatedToAnotherNumberOfBlocks() {
    HyperparameterSpace space = space(2, 9, 1, true);
    double[] raw = raw(space); // embedding, query, value, block 2
    RunSettings four = new RunSettings(9, groups(4));
    recipe(2, space, raw).at(names(4), places(4)).apply(four);
    double third = 1d / 3;
    double[] factors = {0, third * raw[3], 2 * third * raw[3], raw[3]};
    for (int block = 1; block <= 4; block++) {
      double query = four.coefficients().get(Coefficient.LEARNING_RATE, 8, 2 * block - 1);
      assertThat(Math.log(query)).isCloseTo(raw[1] + factors[block - 1], within(1e-12));
    }
    assertThat(four.coefficients().get(Coefficient.LEARNING_RATE, 0, 0))
        .isEqualTo(Math.exp(raw[0]));
    assertThat(four.initLogScale()[8]).isEqualTo(raw[8 + 2] + raw[8 + 3]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 49, 50, 99})
  void atTheSameDepthInterpolationIsTheIdentity(int blocks) {
    List<List<Double>> points =
        IntStream.range(0, blocks).mapToObj(block -> List.of(1.1 * block)).toList();
    DepthNumbers numbers = new DepthNumbers(List.of("query"), points);
    for (int block = 1; block <= blocks; block++) {
      assertThat(numbers.of(block, blocks)).isEqualTo(points.get(block - 1));
    }
  }

  @Test
  void oneBlockTakesWhatStandsHalfwayAndGivesItsNumbersToAll() {
    DepthNumbers two = new DepthNumbers(List.of("query"), List.of(List.of(1.0), List.of(3.0)));
    assertThat(two.of(1, 1)).containsExactly(2.0);
    assertThat(two.of(2, 3)).containsExactly(2.0);
    DepthNumbers one = new DepthNumbers(List.of("query"), List.of(List.of(5.0)));
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(block -> one.of(block, 3).get(0)))
        .containsExactly(5.0, 5.0, 5.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.of(4, 3))
        .withMessage("there is no block 4 of 3");
  }

  @Test
  void numbersThatDifferFromBlockToBlockOtherwiseHaveNoneForAnotherDepth() {
    List<Double> row = List.of(0.0, 0.1, 0.0, 0.2, 0.0);
    List<Double> zeros = List.of(0.0, 0.0, 0.0, 0.0, 0.0);
    Recipe free = new Recipe(names(2), places(2), Map.of(), row, zeros, zeros, Map.of(), Map.of());
    assertThat(free.at(names(2), places(2))).isEqualTo(free);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> free.at(names(4), places(4)))
        .withMessage(
            "the recipe has one number for query1 and another for query2, and none for other"
                + " blocks; tune per type, depth, type-depth or all");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> free.at(List.of("gain"), List.of(new ModulePlace("gain", 1))))
        .withMessageContaining("no numbers for module type gain; it has [embedding, query, value]");
  }

  @Test
  void numbersOfBlocksThatFitNoCourseAreRefused() {
    HyperparameterSpace space = space(2, 9, 3, true);
    Recipe recipe = recipe(2, space, raw(space));
    DepthNumbers one = new DepthNumbers(List.of("query"), List.of(List.of(0.0), List.of(1.0)));
    assertRefused(
        recipe, "learning rate", one, "has 1 numbers a block, and group query1 no course");
    assertRefused(recipe, "weight decay", one, "which it has no schedule of");
    assertRefused(
        recipe,
        "init scale",
        new DepthNumbers(List.of("query"), List.of(List.of(1.0))),
        "has numbers of 1 blocks, the groups are in 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DepthNumbers(List.of(), List.of(List.of(1.0), List.of())))
        .withMessageContaining("as many numbers as the others");
  }

  private static void assertRefused(
      Recipe recipe, String name, DepthNumbers numbers, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Recipe(
                    recipe.groups(),
                    recipe.modules(),
                    recipe.schedules(),
                    recipe.initLogScale(),
                    recipe.logMultiplier(),
                    recipe.l2(),
                    Map.of(),
                    Map.of(name, numbers)))
        .withMessageContaining(message);
  }
}
