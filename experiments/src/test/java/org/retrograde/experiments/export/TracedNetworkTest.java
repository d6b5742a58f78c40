package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that are written primitive by primitive, beyond training alike. */
final class TracedNetworkTest {

  @TempDir private static Path folder = Path.of("");

  private static final ExportedRecipe RECIPE = dropping();

  private static ExportedRecipe dropping() {
    return ExportCase.trainText(
            ExportCase.BASE_WIDTH,
            List.of(),
            "model.architecture={name: transformer, head-size: 8, dropout: 0.25}")
        .exported();
  }

  private static String source(ExportTarget target) {
    return ExportedSource.of(target, RECIPE, target.fileName("song"));
  }

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(folder.resolve("song.py"), source(ExportTarget.PYTORCH));
  }

  @Test
  void numbersFollowTheWidthAsTheNetworkDoes() {
    for (ExportTarget target : List.of(ExportTarget.PYTORCH, ExportTarget.OPTAX)) {
      assertThat(source(target))
          .contains("\"u1\": (width, 4 * width),", "head_logits(h5, h6, width // 8, width // 8, 8)")
          .contains("logits1 = 0.125 * head_logits(", "p[\"P\"][places]")
          .contains("WINDOW = 8", "windows of 8 tokens of 63 kinds")
          .doesNotContain("FEATURES", "DEPTH");
    }
  }

  /** Scales of operations are numbers of the file; those of weights are folded into the weights. */
  @Test
  void unitScaledOperationsAreWrittenWithTheirScales() {
    ExportedRecipe unit =
        ExportCase.trainText(
                ExportCase.BASE_WIDTH,
                List.of(),
                "model.architecture={name: unit-transformer, head-size: 8, loss-multiplier: 2}",
                "model.activation=silu",
                "model.parametrization=u-mup")
            .exported();
    for (ExportTarget target : List.of(ExportTarget.PYTORCH, ExportTarget.OPTAX)) {
      assertThat(ExportedSource.of(target, unit, target.fileName("song")))
          .contains("logits1 = 0.125 * head_logits(")
          .containsPattern("= 0\\.57735\\d* \\* attention1|0\\.57735\\d* \\* attention1")
          .containsPattern("output = 2\\.0 \\* h\\d+");
    }
  }

  @Test
  void whatIsDroppedIsSaidToBeOtherNumbers() {
    assertThat(source(ExportTarget.PYTORCH))
        .contains("What a step of training drops is drawn by the library")
        .contains("torch.nn.functional.dropout(attention1, 1 - 0.75, self.training)");
    assertThat(source(ExportTarget.OPTAX))
        .contains("dropped(attention1, 0.75, key, 1)", "dropped(mlp1, 0.75, key, 2)")
        .contains("apply(p, x, jax.random.fold_in(key, t))");
  }

  /** None of the head size fits 12. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recipe.build(12) | the width must be a multiple of 8, got 12",
        "recipe.set_step(recipe.make_optimizer(recipe.build(24)), 100) | t must be in [0, 100)"
      })
  void theFileRefusesWhatItIsNotFor(String call, String message)
      throws IOException, InterruptedException {
    Python.assumeTorch();
    Python.Result result =
        Python.run(
            "-c",
            "import sys; sys.path.insert(0, sys.argv[1]); import song as recipe; " + call,
            folder.toString());
    assertThat(result.code()).isOne();
    assertThat(result.err()).contains("ValueError: " + message);
  }

  @Test
  void theFileIsAProgram() throws IOException, InterruptedException {
    Python.assumeTorch();
    Python.Result result = Python.run(folder.resolve("song.py").toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).matches("loss of a batch of noise after 100 steps: \\d+\\.\\d{4}\\s*");
  }

  @Test
  void deeplearning4jHasLayersThatFollowOneAnotherAlone() {
    assertThatThrownBy(() -> source(ExportTarget.DL4J))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "a network of architecture transformer cannot be written for Deeplearning4j: one of mlp"
                + " can");
  }
}
