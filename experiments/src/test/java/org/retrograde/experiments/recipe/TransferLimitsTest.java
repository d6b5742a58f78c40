package org.retrograde.experiments.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.recipe.Recipe;

final class TransferLimitsTest {

  private static final String ALWAYS = "anything to another depth, batch size or number of steps";

  private static ExperimentConfig config(String... changes) {
    return ConfigReader.readText(
        "limits",
        """
        name: limits
        data: {source: synthetic, features: 4, classes: 2, train: 20, validation: 10, test: 10}
        model: {width: 8, base-width: 8}
        training: {steps: 5, batch: 10, optimizer: adamw, learning-rate: 0.01}
        reversal: {steps: 1}
        """,
        List.of(changes));
  }

  private static RecipeFile file(String[] then, String... now) {
    List<Double> zeros = Collections.nCopies(1, 0.0);
    Recipe recipe = new Recipe(List.of("W1"), Map.of(), zeros, zeros, zeros);
    return new RecipeFile(config(now), config(then), recipe);
  }

  @Test
  void aRecipeNamesWhatItHoldsThatDoesNotTransfer() {
    assertThat(TransferLimits.of(config())).containsExactly(ALWAYS);
    assertThat(TransferLimits.of(config("training.weight-decay=0.1", "training.l2=0.1")))
        .containsExactly("weight decay to another width", "L2 penalty to another width", ALWAYS);
    assertThat(TransferLimits.of(config("model.parametrization=standard")))
        .containsExactly("learning rate to another width", "init scale to another width", ALWAYS);
  }

  /** It needs a rule of the architecture, and numbers that are told for every depth. */
  @Test
  void anotherDepthIsNamedUnlessThereIsARuleOfIt() {
    String anyDepth = "anything to another batch size or number of steps";
    String all = "tune.hyperparameters=[{name: learning-rate, per: type-depth, knots: 2}]";
    String groups = "tune.hyperparameters=[{name: learning-rate, per: group, knots: 2}]";
    String base = "model.architecture.base-depth=2";
    assertThat(limits(base, "model.architecture.depth-power=1", all)).containsExactly(anyDepth);
    assertThat(limits(base, "model.architecture.depth-power=0.5", all)).containsExactly(anyDepth);
    assertThat(limits(base, "model.architecture.depth-power=0.4", all)).containsExactly(ALWAYS);
    assertThat(limits(base, "model.architecture.depth-power=1", groups)).containsExactly(ALWAYS);
    assertThat(limits(all)).containsExactly(ALWAYS);
  }

  private static List<String> limits(String... changes) {
    return TransferLimits.of(ConfigReader.readBuiltin("smoke-gpt", List.of(changes)));
  }

  @Test
  void nothingIsWarnedOfWhereNothingIsAtRisk() {
    String[] decays = {"training.weight-decay=0.1"};
    assertThat(file(new String[0]).warnings(64)).isEmpty();
    assertThat(file(decays, decays).warnings(8)).isEmpty();
  }

  /** They train alike, but weight decay and penalties are of weights as they are stored. */
  @Test
  void anotherParametrizationIsWarnedOfUnlessItTrainsAlike() {
    String[] none = {};
    assertThat(file(none, "model.parametrization=mup-t9").warnings(64)).isEmpty();
    assertThat(file(none, "model.parametrization=standard").warnings(8))
        .containsExactly(
            "tuned under parametrization mup; it is not expected to hold under standard");
    String[] decays = {"training.weight-decay=0.1"};
    assertThat(file(decays, "model.parametrization=mup-t9", decays[0]).warnings(8))
        .containsExactly(
            "tuned under parametrization mup; it is not expected to hold under mup-t9");
  }

  @Test
  void otherWidthsDepthsBatchesAndLengthsAreWarnedOf() {
    String[] decays = {"training.weight-decay=0.1"};
    assertThat(file(decays, decays).warnings(64))
        .containsExactly(
            "weight decay to another width is not expected to be right; see docs/models.md");
    assertThat(
            file(new String[0], "training.steps=50", "training.batch=20", "model.depth=3")
                .warnings(8))
        .containsExactly(
            "tuned at a depth of 2; it is not expected to hold at 3",
            "tuned at a batch size of 10; it is not expected to hold at 20",
            "tuned at a number of steps of 5; it is not expected to hold at 50");
    String[] changed = {"model.activation=tanh", "model.loss=squared-error", "training.clip=1"};
    assertThat(file(new String[0], changed).warnings(8))
        .containsExactly(
            "tuned at a largest gradient norm of 0.0; it is not expected to hold at 1.0",
            "tuned with activation relu; it is not expected to hold with tanh",
            "tuned with loss cross-entropy; it is not expected to hold with squared-error");
    String[] weighted = {"data.class-weights={0: 1, 1: 4}"};
    assertThat(file(new String[0], weighted).warnings(8))
        .containsExactly(
            "tuned with class weights all 1; it is not expected to hold with {0=1.0, 1=4.0}");
    assertThat(file(weighted, weighted).warnings(8)).isEmpty();
    String[] standard = {"model.parametrization=standard"};
    assertThat(file(standard, standard).warnings(64))
        .containsExactly(
            "under parametrization standard what was tuned at width 8 is not expected to hold at"
                + " 64");
  }
}
