package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Exported Python files beyond training alike: their starts, which numbers they take for a model,
 * what they refuse, small gradients in single precision, and as programs.
 */
final class ExportedPythonTest {

  private static final List<String> GROUPS = List.of("W1", "b1", "W2", "b2", "W3", "b3");
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final double CLIP = 0.5;

  @TempDir private static Path folder = Path.of("");

  private static final ExportedRecipe MOMENTUM =
      exported("training.clip=" + CLIP, "training.l2=1e-4");

  private static JsonNode found = MissingNode.getInstance();

  @BeforeAll
  static void exercise() throws IOException, InterruptedException {
    Python.assumeTorch();
    write("torch_momentum.py", ExportTarget.PYTORCH, MOMENTUM);
    write("optax_momentum.py", ExportTarget.OPTAX, MOMENTUM);
    write("torch_adamw.py", ExportTarget.PYTORCH, withoutEpsilon("adamw"));
    write("torch_rmsprop.py", ExportTarget.PYTORCH, withoutEpsilon("rmsprop"));
    Python.copy("stand_in.py", folder);
    Path script = Python.copy("exercise_exported.py", folder);
    Python.Result result = Python.run(script.toString());
    assertThat(result.code()).as(result.err()).isZero();
    found = JsonMapper.builder().build().readTree(result.out());
  }

  private static ExportedRecipe withoutEpsilon(String optimizer) {
    return exported(
        "training.optimizer=" + optimizer, "training.epsilon=0", "training.learning-rate=0.001");
  }

  private static void write(String file, ExportTarget target, ExportedRecipe recipe)
      throws IOException {
    Files.writeString(folder.resolve(file), ExportedSource.of(target, recipe, file));
  }

  /** Makes a recipe whose starts, rates, multipliers and penalties differ from group to group. */
  private static ExportedRecipe exported(String... changes) {
    ExperimentConfig config = ExportCase.config(changes);
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    for (Coefficient coefficient :
        new NetworkFamily(config, FEATURES, CLASSES).optimizer().coefficients()) {
      schedules.put(
          coefficient,
          Course.ofRows(
              List.of(
                  switch (coefficient.word()) {
                    case "learning-rate" -> numbers(config.training().learningRate());
                    case "momentum", "beta1" -> all(0.9);
                    case "beta2" -> all(0.999);
                    case "epsilon" -> all(config.training().coefficient(coefficient));
                    default -> all(0);
                  })));
    }
    Recipe recipe =
        new Recipe(
            GROUPS, schedules, numbers(-0.1), numbers(0.15), numbers(config.training().l2()));
    return ExportedRecipe.of(
        new RecipeFile(config, config, recipe),
        new NetworkFamily(config, FEATURES, CLASSES),
        ExportCase.WIDTH,
        FeatureMap.IDENTITY);
  }

  private static List<Double> all(double value) {
    return GROUPS.stream().map(group -> value).toList();
  }

  private static List<Double> numbers(double first) {
    List<Double> numbers = new ArrayList<>();
    for (int g = 0; g < GROUPS.size(); g++) {
      numbers.add(first * (1 + 0.25 * g));
    }
    return numbers;
  }

  /** Returns the number of parameters of a group at a width. */
  private static int size(ExportedGroup group, int width) {
    return switch (group.name()) {
      case "W1" -> FEATURES * width;
      case "W2" -> width * width;
      case "W3" -> width * CLASSES;
      case "b3" -> CLASSES;
      default -> width;
    };
  }

  private static double ratio(int width) {
    return (double) width / ExportCase.BASE_WIDTH;
  }

  @ParameterizedTest
  @CsvSource({"pytorch, 256", "pytorch, 1024", "optax, 256", "optax, 1024"})
  void startsAreAsWideAsTheRecipeSays(String library, int width) {
    for (ExportedGroup group : MOMENTUM.groups()) {
      double expected = group.deviation().at(ratio(width));
      double spread = expected / Math.sqrt(2.0 * size(group, width)); // of a sample's deviation
      assertThat(found.at("/starts/%s/%d/%s".formatted(library, width, group.name())).asDouble(-1))
          .as(group.name())
          .isCloseTo(expected, within(5 * spread));
    }
  }

  /** The width is nowhere given but in {@code build}. */
  @ParameterizedTest
  @ValueSource(ints = {256, 1024})
  void theNumbersAreThoseOfTheWidthOfTheModel(int width) {
    JsonNode numbers = found.at("/numbers/" + width);
    double penalty = 0;
    double squares = 0;
    for (ExportedGroup group : MOMENTUM.groups()) {
      PowerLaw rate = group.schedule(Coefficient.LEARNING_RATE).law();
      assertThat(numbers.at("/rates/" + group.name()).asDouble())
          .as(group.name())
          .isCloseTo(rate.at(ratio(width)), withinPercentage(1e-10));
      penalty += group.l2().at(ratio(width)) * size(group, width);
      squares += Math.pow(group.clip().at(ratio(width)), 2) * size(group, width);
    }
    assertThat(numbers.path("penalty").asDouble()).isCloseTo(penalty, withinPercentage(1e-3));
    assertThat(numbers.path("clipped").asDouble())
        .isCloseTo(CLIP / Math.sqrt(squares), withinPercentage(1e-3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uneven     | the recipe is for layers of sizes [784, 64, 64, 10]",
        "late       | t must be in [0, 100), the steps of the run, got 100",
        "optax-wide | the optimizer is for hidden layers of 64 units, these have 256",
        "optax-late | t must be in [0, 100), the steps of the run, got 100"
      })
  void whatTheRecipeIsNotForIsRefused(String what, String message) {
    assertThat(found.at("/refusals/" + what).asText()).contains(message);
  }

  /** Squares of small gradients are 0 in single precision, while the gradients are not. */
  @ParameterizedTest
  @CsvSource({"adamw, 1", "rmsprop, 31.623"})
  void noGradientIsTooSmallForAnEpsilonThatWasTunedToZero(String optimizer, double largest) {
    JsonNode moves = found.at("/moves/" + optimizer);
    assertThat(moves.has("exported")).isTrue();
    moves
        .properties()
        .forEach(
            move -> {
              if (move.getKey().equals("control")) {
                assertThat(move.getValue().asDouble()).isGreaterThan(1e6);
              } else {
                assertThat(move.getValue().asDouble())
                    .as(move.getKey())
                    .isBetween(0.9 * largest, 1.001 * largest);
              }
            });
  }

  @Test
  void theFilesArePrograms() throws IOException, InterruptedException {
    Python.Result result = Python.run(folder.resolve("torch_momentum.py").toString());
    assertThat(result.code()).as(result.err()).isZero();
    for (String out : new String[] {result.out(), found.path("program").asText()}) {
      assertThat(out).matches("loss of a batch of noise after 100 steps: \\d+\\.\\d{4}\\s*");
    }
  }
}
