package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.example.PowerDecay;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.DepthNumbers;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** The width rule of an exported recipe is that of its parametrization, folded. */
final class ExportedRecipeTest {

  private static final double PERCENT = 1e-10; // 1e-12 of the number
  private static final List<String> GROUPS = List.of("W1", "b1", "W2", "b2", "W3", "b3");
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final int BASE = 16;

  /** All that a perceptron may have. */
  static Stream<Arguments> everyRule() {
    return Arrays.stream(Parametrization.values())
        .filter(form -> form != Parametrization.U_MUP)
        .flatMap(
            form -> Optimizers.ALL.all().stream().map(optimizer -> Arguments.of(form, optimizer)));
  }

  private static RecipeFile recipe(Parametrization form, Optimizer optimizer) {
    ExperimentConfig config =
        ExportCase.config(
            "model.parametrization=" + form.word(), "training.optimizer=" + optimizer.word());
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    for (Coefficient coefficient :
        new NetworkFamily(config, FEATURES, CLASSES).optimizer().coefficients()) {
      List<List<Double>> points = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        points.add(numbers(0.1 + 0.01 * schedules.size() + 0.001 * t));
      }
      schedules.put(coefficient, Course.ofRows(points));
    }
    return new RecipeFile(
        config, config, new Recipe(GROUPS, schedules, numbers(-0.1), numbers(0.15), numbers(0.2)));
  }

  private static ExportedRecipe exported(RecipeFile file) {
    return ExportedRecipe.of(
        file, new NetworkFamily(file.config(), FEATURES, CLASSES), BASE, FeatureMap.IDENTITY);
  }

  @Test
  void aProductThatIsNoNumberIsNotWritten() {
    assertThatThrownBy(() -> PowerLaw.through(Double.POSITIVE_INFINITY, 1))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("multiply to Infinity");
    PowerLaw large = PowerLaw.through(1e300, 1e300);
    Course course = Course.through(List.of(1e300));
    assertThatThrownBy(() -> ExportedNumber.of(course, 0, Transform.LOG, 1, large))
        .isInstanceOf(ExportException.class);
  }

  /** Of two blocks to four: types as they are, depths interpolated, and CompleteP's rule on top. */
  @Test
  void atAnotherDepthItsNumbersAreThoseOfTypesDepthsAndTheRule() {
    RecipeFile two = modules("model.depth=2");
    RecipeFile four = new RecipeFile(modules("model.depth=4").config(), two.origin(), two.recipe());
    ExportedRecipe shallow = exportedTokens(two);
    ExportedRecipe deep = exportedTokens(four);
    double[] depths = {0, 0.1, 0.2, 0.3};
    for (int block = 1; block <= 4; block++) {
      for (double ratio : new double[] {1, 4}) {
        assertClose(
            rate(deep, "v" + block).at(ratio),
            rate(shallow, "v1").at(ratio) * Math.exp(depths[block - 1]));
        assertClose(epsilon(deep, "v" + block).at(ratio), epsilon(shallow, "v1").at(ratio) / 2);
      }
      assertClose(rate(deep, "q" + block).at(1), rate(shallow, "q1").at(1));
    }
    assertClose(rate(shallow, "v2").at(1), rate(shallow, "v1").at(1) * Math.exp(0.3));
    assertThat(rate(deep, "E")).isEqualTo(rate(shallow, "E"));
  }

  private static RecipeFile modules(String depth) {
    ExperimentConfig config =
        ConfigReader.readBuiltin(
            "smoke-gpt",
            List.of(depth, "model.architecture.base-depth=2", "model.architecture.depth-power=1"));
    Layout layout = config.model().layout();
    List<String> names = layout.groups().stream().map(ParameterGroup::name).toList();
    List<Double> zeros = Collections.nCopies(names.size(), 0.0);
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    for (Coefficient coefficient : config.training().optimizer().coefficients()) {
      schedules.put(
          coefficient,
          Collections.nCopies(
              names.size(), new Course(1, Schedules.FLAT, true, List.of(Math.log(0.01)))));
    }
    Map<String, DepthNumbers> numbers =
        ModulePlace.blocks(layout.modules()) == 2
            ? Map.of(
                "learning rate",
                new DepthNumbers(List.of("value"), List.of(List.of(0.0), List.of(0.3))))
            : Map.of();
    return new RecipeFile(
        config,
        config,
        new Recipe(names, layout.modules(), schedules, zeros, zeros, zeros, Map.of(), numbers));
  }

  private static ExportedRecipe exportedTokens(RecipeFile file) {
    return ExportedRecipe.of(
        file,
        new NetworkFamily(file.config(), new InputShape.Token(16), 63),
        BASE,
        FeatureMap.IDENTITY);
  }

  private static PowerLaw rate(ExportedRecipe recipe, String group) {
    return law(recipe, group, Coefficient.LEARNING_RATE);
  }

  private static PowerLaw epsilon(ExportedRecipe recipe, String group) {
    return law(recipe, group, Coefficient.EPSILON);
  }

  private static PowerLaw law(ExportedRecipe recipe, String group, Coefficient coefficient) {
    return recipe.groups().stream()
        .filter(one -> one.name().equals(group))
        .map(one -> one.schedule(coefficient).law())
        .findFirst()
        .orElseThrow();
  }

  private static List<Double> numbers(double first) {
    List<Double> numbers = new ArrayList<>();
    for (int g = 0; g < GROUPS.size(); g++) {
      numbers.add(first * (1 + 0.25 * g));
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("everyRule")
  void atEveryWidthItsNumbersAreTheFoldedOnes(Parametrization form, Optimizer optimizer) {
    RecipeFile file = recipe(form, optimizer);
    ExportedRecipe exported = exported(file);
    for (int width : new int[] {4, 16, 24, 64, 1000}) {
      double ratio = (double) width / BASE;
      for (int g = 0; g < GROUPS.size(); g++) {
        FoldedFactors folded = ExportedRecipe.factors(exported.family(), file.recipe(), g, width);
        ExportedGroup group = exported.groups().get(g);
        assertClose(group.deviation().at(ratio), folded.deviation());
        assertClose(group.l2().at(ratio), file.recipe().l2().get(g) * folded.l2());
        assertClose(group.clip().at(ratio), folded.clip());
        for (Coefficient coefficient : group.schedules().keySet()) {
          ExportedNumber number = group.schedule(coefficient);
          List<Double> points = Objects.requireNonNull(number.curve()).points();
          for (int t = 0; t < 3; t++) {
            double tuned = tuned(file.recipe(), coefficient).get(g).points().get(t);
            double factor =
                switch (coefficient.word()) {
                  case "learning-rate" -> folded.learningRate();
                  case "epsilon" -> folded.epsilon();
                  case "weight-decay" -> folded.weightDecay();
                  default -> 1;
                };
            assertClose(points.get(t) * number.law().at(ratio), factor * tuned);
          }
        }
      }
    }
  }

  private static List<Course> tuned(Recipe recipe, Coefficient coefficient) {
    return Objects.requireNonNull(recipe.schedules().get(coefficient));
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, withinPercentage(PERCENT));
  }

  /** Table 3 of Tensor Programs V: start and learning rate, in powers of the width. */
  @ParameterizedTest
  @CsvSource({
    "momentum, W1,  0.0,  1.0",
    "momentum, b1,  0.0,  1.0",
    "momentum, W2, -0.5,  0.0",
    "momentum, b2,  0.0,  1.0",
    "momentum, W3, -1.0, -1.0",
    "momentum, b3,  0.0,  0.0",
    "adamw,    W1,  0.0,  0.0",
    "adamw,    b1,  0.0,  0.0",
    "adamw,    W2, -0.5, -1.0",
    "adamw,    b2,  0.0,  0.0",
    "adamw,    W3, -1.0, -1.0",
    "adamw,    b3,  0.0,  0.0"
  })
  void underMupTheRuleIsFormT3(String optimizer, String group, double start, double rate) {
    for (Parametrization form : Parametrization.values()) {
      if (form.name().startsWith("MUP") || form == Parametrization.UNIT) {
        ExportedRecipe exported = exported(recipe(form, Optimizers.ALL.get(optimizer)));
        ExportedGroup found = exported.groups().get(GROUPS.indexOf(group));
        assertThat(found.deviation().exponent()).as(form.name()).isEqualTo(start);
        assertThat(found.schedule(Coefficient.LEARNING_RATE).law().exponent())
            .as(form.name())
            .isEqualTo(rate);
      }
    }
  }

  @Test
  void whatDoesNotMoveIsWrittenOnce() {
    Course same = Course.through(Collections.nCopies(5, 0.25));
    assertThat(ExportedNumber.of(same, 0, Transform.LOG, 5, new PowerLaw(2, 1)))
        .isEqualTo(ExportedNumber.constant(new PowerLaw(0.5, 1)));
  }

  /** Which no file has the formula of. */
  @Test
  void aShapeOfTheUsersIsWrittenStepByStep() {
    Course course = new Course(0.5, new PowerDecay(), true, List.of(0.0));
    ExportedNumber number = ExportedNumber.of(course, 0, Transform.LOG, 4, new PowerLaw(2, 1));
    double[] values = course.values(4, Transform.LOG);
    assertThat(number.curve())
        .isEqualTo(
            new ExportedNumber.Curve(Arrays.stream(values).boxed().toList(), Schedules.FLAT));
    Course known = new Course(0.5, new Cosine(), true, List.of(0.0));
    assertThat(ExportedNumber.of(known, 0, Transform.LOG, 4, new PowerLaw(2, 1)))
        .isEqualTo(
            new ExportedNumber(
                new PowerLaw(1, 1), new ExportedNumber.Curve(List.of(1.0), new Cosine())));
  }

  /** Between two knots the larger of a value and the least is no straight line. */
  @Test
  void whatFallsBelowTheLeastIsWrittenStepByStep() {
    Course course = new Course(1, Schedules.FLAT, true, List.of(0.0, Math.log(1e-4)));
    ExportedNumber number = ExportedNumber.of(course, 1e-2, Transform.LOG, 5, new PowerLaw(1, 0));
    assertThat(Objects.requireNonNull(number.curve()).points())
        .hasSize(5)
        .endsWith(1e-2, 1e-2)
        .startsWith(1.0);
  }

  @Test
  void aRuleThatIsNoPowerIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> PowerLaw.through(1, 3))
        .withMessageContaining("no power law: 1.0 at the base width, 3.0");
  }
}
