package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeException;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.reversible.optimizer.Coefficient;

/** What an exported file says and is called, whatever the recipe. */
final class ExportTargetTest {

  private static final List<String> GROUPS = List.of("W1", "b1", "W2", "b2", "W3", "b3");

  @TempDir private Path folder = Path.of("");

  private static RecipeFile recipe(String... changes) {
    ExperimentConfig config = ExportCase.config(changes);
    List<List<Double>> rates = List.of(all(0.1), all(0.2), all(0.05));
    return new RecipeFile(
        config,
        config,
        new Recipe(
            GROUPS,
            Map.of(
                Coefficient.LEARNING_RATE, Course.ofRows(rates),
                Coefficient.MOMENTUM, Course.ofRows(List.of(all(0.8)))),
            all(0),
            all(0),
            all(0)));
  }

  private static List<Double> all(double value) {
    return Collections.nCopies(GROUPS.size(), value);
  }

  private static ExportedRecipe exported(String... changes) {
    return exported(recipe(changes), 64);
  }

  private static ExportedRecipe exported(RecipeFile file, int width) {
    return ExportedRecipe.of(
        file, new NetworkFamily(file.config(), 784, 10), width, FeatureMap.IDENTITY);
  }

  @ParameterizedTest
  @CsvSource({
    "PYTORCH, spiral,      spiral_pytorch.py",
    "OPTAX,   two-words,   two_words_optax.py",
    "DL4J,    two-words-3, TwoWords3Recipe.java",
    "DL4J,    3-words,     R3WordsRecipe.java",
    "PYTORCH, 3-words,     r3_words_pytorch.py"
  })
  void filesAreCalledAsTheirLanguageNeedsIt(ExportTarget target, String name, String file) {
    assertThat(target.fileName(name)).isEqualTo(file);
    assertThat(ExportedSource.of(target, exported(), file)).contains("all-that-moves");
  }

  /** Missing cells are 0 after scaling where the data impute them, whatever is predicted. */
  @ParameterizedTest
  @CsvSource({"PYTORCH, isnan()", "OPTAX, isnan(x)", "DL4J, isNan()"})
  void onlyDataThatImputeCellsHaveMissingOnes(ExportTarget target, String told) throws IOException {
    Path file = Files.createFile(folder.resolve("empty.csv"));
    for (String missing : new String[] {"drop", "impute"}) {
      RecipeFile read =
          recipe(
              "data={source: table, file: '%s', train: 50, validation: 1, test: 1, missing: %s}"
                  .formatted(file, missing));
      ExportedRecipe recipe =
          ExportedRecipe.of(
              read,
              new NetworkFamily(read.config(), 2, 10),
              64,
              new FeatureMap(List.of(1.0, 2.0), List.of(1.0, 1.0)));
      assertThat(ExportedSource.of(target, recipe, target.fileName("x")).contains(told))
          .as(missing)
          .isEqualTo(missing.equals("impute"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "epochs, in a new order each time",
    "with-replacement, drawn independently",
    "in-order, as the rows stand",
  })
  void theHeadSaysHowBatchesAreDrawn(String sampling, String words) {
    ExportedRecipe recipe = exported("training.sampling=" + sampling);
    assertThat(String.join(" ", Description.lines(recipe))).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PYTORCH, recipe.txt",
    "OPTAX, .py",
    "DL4J, my-recipe.java",
    "DL4J, Recipe",
    "DL4J, My.Recipe.java",
    "DL4J, class.java",
    "DL4J, record.java",
    "DL4J, 3Recipes.java"
  })
  void aNameThatWillNotDoIsRefused(ExportTarget target, String file) {
    assertThatThrownBy(() -> ExportedSource.of(target, exported(), file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(file + ": a file for " + target.word());
  }

  @ParameterizedTest
  @CsvSource({
    "PYTORCH, torch.py",
    "PYTORCH, math.py",
    "OPTAX, jax.py",
    "OPTAX, optax.py",
    "DL4J, String.java",
    "DL4J, Updater.java",
    "DL4J, DenseLayer.java",
    "DL4J, HashMap.java",
    "DL4J, java.java"
  })
  void aNameThatTheFileUsesItselfIsRefused(ExportTarget target, String file) {
    assertThatThrownBy(() -> ExportedSource.of(target, exported(), file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(file + ": a file for " + target.word() + " cannot be called");
  }

  @Test
  void aNameThatOnlyStandsInCommentsOrStringsWillDo() {
    for (String name : new String[] {"Retrograde", "W1", "retrograde", "Momentum"}) {
      assertThat(ExportedSource.of(ExportTarget.DL4J, exported(), name + ".java"))
          .contains("public final class " + name + " {");
    }
  }

  /** DL4J's own GELU, precise or not, gives neither form's values. */
  @ParameterizedTest
  @ValueSource(strings = {"squared-relu, which", "gelu, and"})
  void dl4jRefusesAnActivationThatItDoesNotHave(String said) {
    String activation = said.substring(0, said.indexOf(','));
    assertThatThrownBy(
            () ->
                ExportedSource.of(
                    ExportTarget.DL4J, exported("model.activation=" + activation), "Tuned.java"))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("model.activation is " + said)
        .hasMessageContaining("DL4J has relu, tanh, logistic and silu");
  }

  @Test
  void dl4jRefusesAClipOfTheGlobalNorm() {
    assertThatThrownBy(
            () -> ExportedSource.of(ExportTarget.DL4J, exported("training.clip=0.5"), "R.java"))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("training.clip is 0.5")
        .hasMessageContaining("--set training.clip=0");
  }

  @ParameterizedTest
  @CsvSource({"label-smoothing, 0.1", "z-loss, 0.001"})
  void dl4jRefusesATrainingLossThatIsNotThePlainOne(String key, String value) {
    RecipeFile without = recipe("training." + key + "=0");
    assertThat(ExportedSource.of(ExportTarget.DL4J, exported(without, 64), "R.java")).isNotEmpty();
    ExportedRecipe with = exported("training.%s=%s".formatted(key, value));
    assertThatThrownBy(() -> ExportedSource.of(ExportTarget.DL4J, with, "R.java"))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "training.%s is %s; the losses of DL4J have none. Without: --set training.%s=0"
                .formatted(key, value, key));
  }

  private static ExportedRecipe weighted() {
    return exported("data.class-weights=balanced").withClassWeights(List.of(0.5, 1.5));
  }

  @Test
  void dl4jRefusesClassWeights() {
    assertThatThrownBy(() -> ExportedSource.of(ExportTarget.DL4J, weighted(), "R.java"))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "data.class-weights are balanced; the weights of DL4J's losses are of outputs, not of"
                + " rows. Without: --set data.class-weights=null");
    RecipeFile without = recipe("data.class-weights=balanced", "data.class-weights=null");
    assertThat(ExportedSource.of(ExportTarget.DL4J, exported(without, 64), "R.java")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PYTORCH", "OPTAX"})
  void classWeightsAreNumbersOfTheFile(ExportTarget target) {
    assertThat(words(target)).doesNotContain("CLASS_WEIGHTS", "training_loss");
    assertThat(words(target, weighted()))
        .contains("def loss(", "def training_loss(", "weighted by class (CLASS_WEIGHTS)")
        .contains("CLASS_WEIGHTS 0.5, 1.5,");
  }

  /** What was tuned for is the plain loss. */
  @ParameterizedTest
  @EnumSource(names = {"PYTORCH", "OPTAX"})
  void aLossThatOnlyTrainingHasStandsBesideThePlainOne(ExportTarget target) {
    assertThat(words(target))
        .contains("trained by softmax cross entropy on inputs")
        .doesNotContain("training_loss", "Z_LOSS", "LABEL_SMOOTHING");
    assertThat(words(target, "training.label-smoothing=0.1", "training.z-loss=1e-4"))
        .contains("def loss(", "def training_loss(", "LABEL_SMOOTHING 0.1", "Z_LOSS 1.0E 4")
        .contains("(of labels of which all classes share 0.1)", "with a z loss of 1.0E 4");
    assertThat(words(target, "training.z-loss=1e-4"))
        .contains("Z_LOSS")
        .doesNotContain("LABEL_SMOOTHING");
  }

  /** Which is one that is not in the program, so that nothing has templates for it. */
  @ParameterizedTest
  @EnumSource(ExportTarget.class)
  void anOptimizerWithoutATemplateIsRefused(ExportTarget target) {
    assertThatThrownBy(
            () ->
                ExportedSource.of(
                    target, exported("training.optimizer=sgdw"), target.fileName("x")))
        .isInstanceOf(ExportException.class)
        .hasMessage("no step of sgdw is known for " + target.library());
  }

  @Test
  void anAverageOfWeightsIsRefusedWithWhatCanBeDone() {
    ExportedRecipe averaged = exported("training.average=tail");
    assertThatThrownBy(() -> ExportedSource.of(ExportTarget.PYTORCH, averaged, "x.py"))
        .hasMessage(
            "training.average is tail; files for PyTorch train and keep none. Without: --set"
                + " training.average=none, and torch.optim.swa_utils.AveragedModel beside the"
                + " file");
    assertThatThrownBy(() -> ExportedSource.of(ExportTarget.OPTAX, averaged, "x.py"))
        .hasMessageEndingWith("Without: --set training.average=none");
  }

  @Test
  void aLibraryThatHasTheOptimizerIsNamed() {
    assertThatThrownBy(
            () ->
                ExportedSource.of(
                    ExportTarget.OPTAX, exported("training.optimizer=schedule-free"), "x.py"))
        .hasMessage("no step of schedule-free is known for optax; export for PyTorch");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GROUPS")
  void aFileHasNothingLeftOfItsTemplate(ExportTarget target) {
    assertThat(ExportedSource.of(target, exported("training.l2=0.1"), target.fileName("x")))
        .endsWith("\n")
        .doesNotEndWith("\n\n")
        .doesNotContain("${", "@if", "@end", "@template", "@param ExportedRecipe");
  }

  @Test
  void aRecipeOfAnotherDepthIsRefused() {
    RecipeFile deeper = recipe("model.depth=3");
    assertThatThrownBy(() -> exported(deeper, 64))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("[W1, b1, W2, b2, W3, b3], the problem has [W1");
  }

  private static String words(ExportTarget target, String... changes) {
    return words(target, exported(changes));
  }

  private static String words(ExportTarget target, ExportedRecipe recipe) {
    return ExportedSource.of(target, recipe, target.fileName("x"))
        .replaceAll("[^\\w;,:.()\"]+", " ");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GROUPS")
  void itSaysWhetherNumbersAreExpectedToHoldAtOtherWidths(ExportTarget target) {
    String always = "anything to another depth, batch size or number of steps.";
    String not = "not expected to be right at another width.";
    assertThat(words(target))
        .contains("by which it follows the width (muP).", "Not expected to transfer: " + always)
        .doesNotContain(not);
    assertThat(words(target, "model.parametrization=standard"))
        .contains("under the parametrization \"standard\"", not)
        .contains(
            "transfer: learning rate to another width; init scale to another width; " + always)
        .doesNotContain("(muP)");
    assertThat(words(target, "model.parametrization=faulty-readout-twice"))
        .contains("under the parametrization \"faulty: readout scaled twice\"", not)
        .doesNotContain("(muP)");
    assertThat(words(target, "training.l2=0.1"))
        .contains("transfer: L2 penalty to another width; " + always);
  }

  @Test
  void itNamesTheWidthThatWasTunedAt() {
    RecipeFile tuned = recipe();
    RecipeFile wider =
        new RecipeFile(ExportCase.config("model.width=48"), tuned.origin(), tuned.recipe());
    assertThat(ExportedSource.of(ExportTarget.PYTORCH, exported(wider, 48), "x.py"))
        .contains("Tuned at width 16.")
        .contains("WIDTH = 48");
  }

  /** optax is not needed for that, so every machine with Python sees it. */
  @Test
  void pythonReadsTheNumbersThatRetrogradeHasAtEveryWidthAndNumberOfSteps()
      throws IOException, InterruptedException {
    Python.assumeThere();
    Files.writeString(
        folder.resolve("recipe.py"),
        ExportedSource.of(ExportTarget.OPTAX, exported(), "recipe.py"));
    Python.Result result =
        Python.run(
            "-c",
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            import recipe
            for width in (16, 64):
                for t in range(5):
                    print(recipe.number("W3", "learning_rate", width, t, 5))
            print(recipe.number("W2", "init", 64))
            print(recipe.decay("b1", "momentum"))
            """,
            folder.toString());
    assertThat(result.code()).as(result.err()).isZero();
    double up = Math.sqrt(0.1 * 0.2); // between two points rates are geometric means
    double down = Math.sqrt(0.2 * 0.05);
    double[] expected = {
      0.1,
      up,
      0.2,
      down,
      0.05, // four times as wide: a quarter of the rate at the readout
      0.1 / 4,
      up / 4,
      0.2 / 4,
      down / 4,
      0.05 / 4,
      Math.sqrt(2.0 / 16) / 2,
      Math.rint(0.8 * 65536) / 65536
    };
    assertThat(result.out().lines().mapToDouble(Double::parseDouble).toArray())
        .containsExactly(expected, within(1e-15));
  }
}
