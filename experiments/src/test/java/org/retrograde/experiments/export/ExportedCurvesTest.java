package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.example.PowerDecay;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.PowerScheduler;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Trapezoid;
import org.retrograde.hypergrad.schedule.TwoPhase;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.reversible.optimizer.Coefficient;

/** What moves in exported files: their numbers, and that they are short. */
final class ExportedCurvesTest {

  private static final List<String> GROUPS = List.of("W1", "b1", "W2", "b2", "W3", "b3");
  private static final int STEPS = 5000;
  private static final List<Double> ZEROS = Collections.nCopies(GROUPS.size(), 0.0);

  @TempDir private Path folder = Path.of("");

  private static RecipeFile file(List<Course> rates, List<Course> momenta) {
    ExperimentConfig config = ExportCase.config("training.steps=" + STEPS);
    return new RecipeFile(
        config,
        config,
        new Recipe(
            GROUPS,
            Map.of(Coefficient.LEARNING_RATE, rates, Coefficient.MOMENTUM, momenta),
            ZEROS,
            ZEROS,
            ZEROS));
  }

  private static String source(RecipeFile file, ExportTarget target) {
    NetworkFamily family = new NetworkFamily(file.config(), 784, 10);
    ExportedRecipe exported = ExportedRecipe.of(file, family, 16, FeatureMap.IDENTITY);
    return ExportedSource.of(target, exported, target.fileName("x"));
  }

  /** Returns ten knots for each layer, whose weight and bias share them. */
  private static List<Course> knots(Schedule shape) {
    List<Course> courses = new ArrayList<>();
    for (int g = 0; g < GROUPS.size(); g++) {
      List<Double> knots = new ArrayList<>();
      for (int k = 0; k < 10; k++) {
        knots.add(Math.sin(1 + k + 10 * (g / 2)) - 1);
      }
      courses.add(new Course(1, shape, true, knots));
    }
    return courses;
  }

  private static List<Course> everyStep(List<Course> courses, Transform space) {
    return courses.stream()
        .map(course -> Course.through(boxed(course.values(STEPS, space))))
        .toList();
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  static Stream<Schedule> shapes() {
    return Stream.of(
        Schedules.FLAT,
        new Linear(),
        new Cosine(),
        new Cosine(0.1, 3),
        new Wsd(),
        new Wsd(0.35, Fall.EXPONENTIAL, 1e-4),
        new Wsd(0.5, Fall.ONE_MINUS_SQRT, 0.01).times(new Wsd(0, Fall.LINEAR, 0)),
        new Trapezoid(),
        new InversePower(0.4, 3).times(new TwoPhase(0.5, 7.5, 4)),
        new PowerScheduler(0.51, 5, 0.2, Fall.LINEAR, 0.1),
        new OneCycle(),
        new OneCycle(0.01, 0.5, 1, 0),
        new Warmup().then(0.07, Schedules.FLAT).then(0.81, new Cosine()),
        new OneCycle().times(new Warmup().then(0.5, new Linear())),
        new Warmup().then(0.3, new OneCycle().times(new Linear())),
        new PowerDecay());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void pythonComputesTheFactorOfEveryStepFromTheKnots(Schedule shape)
      throws IOException, InterruptedException {
    Python.assumeThere();
    List<Course> rates = knots(shape);
    RecipeFile recipe = file(rates, Collections.nCopies(6, Course.through(List.of(0.5))));
    Files.writeString(folder.resolve("recipe.py"), source(recipe, ExportTarget.OPTAX));
    Python.Result result =
        Python.run(
            "-c",
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            import recipe
            for group in recipe.GROUPS:
                for t in range(recipe.STEPS):
                    print(recipe.number(group, "learning_rate", 16, t))
            """,
            folder.toString());
    assertThat(result.code()).as(result.err()).isZero();
    double[] found = result.out().lines().mapToDouble(Double::parseDouble).toArray();
    assertThat(found).hasSize(GROUPS.size() * STEPS);
    double worst = 0;
    for (int g = 0; g < GROUPS.size(); g++) {
      double[] values = rates.get(g).values(STEPS, Transform.LOG);
      for (int t = 0; t < STEPS; t++) {
        worst = Math.max(worst, Math.abs(found[g * STEPS + t] / values[t] - 1));
      }
    }
    assertThat(worst).isLessThan(1e-12);
  }

  /** Thirty numbers; a number a step and group would make hundreds of kilobytes. */
  @ParameterizedTest
  @EnumSource(value = ExportTarget.class, mode = EnumSource.Mode.EXCLUDE, names = "GROUPS")
  void aFileIsNoLongerForMoreSteps(ExportTarget target) {
    List<Course> rates = knots(new Warmup().then(0.1, new Cosine()));
    List<Course> momenta = Collections.nCopies(GROUPS.size(), Course.through(List.of(0.5)));
    assertThat(source(file(rates, momenta), target)).hasSizeLessThan(20_000);
    assertThat(source(file(everyStep(rates, Transform.LOG), momenta), target))
        .hasSizeGreaterThan(250_000);
  }

  @Test
  void norIsARecipe() {
    List<Course> rates = knots(new Warmup().then(0.1, new Cosine()));
    List<Course> momenta = Collections.nCopies(GROUPS.size(), Course.through(List.of(0.5)));
    assertThat(json(file(rates, momenta))).hasSizeLessThan(6_000);
    assertThat(json(file(everyStep(rates, Transform.LOG), momenta))).hasSizeGreaterThan(250_000);
  }

  private static String json(RecipeFile file) {
    return RecipeFile.toJson(file.config(), file.recipe(), Map.of());
  }

  /** Weight and bias of a layer have the same knots, whatever width and form make of them. */
  @ParameterizedTest
  @EnumSource(value = ExportTarget.class, mode = EnumSource.Mode.EXCLUDE, names = "GROUPS")
  void aCurveThatGroupsShareStandsOnce(ExportTarget target) {
    List<Course> rates = knots(Schedules.FLAT);
    String number = String.valueOf(Math.exp(rates.get(0).points().get(3)));
    List<Course> momenta = Collections.nCopies(GROUPS.size(), Course.through(List.of(0.5)));
    assertThat(source(file(rates, momenta), target)).containsOnlyOnce(number);
  }
}
