package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerLawRunTest {

  private static final String YAML =
      """
      name: solvable
      run: {precision: float64}
      problem: {power-law: {form: expected, modes: 20}}
      training: {steps: 40, learning-rate: 0.02}
      tune:
        iterations: 40
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.3, decay: cosine}
        hyperparameters: [{name: learning-rate, per: all, knots: 8}]
      """;

  @TempDir private Path folder;

  private Invocation run(String text, String out) throws IOException {
    Path file = Files.writeString(folder.resolve("solvable.yaml"), text);
    return Invocation.of("run", file.toString(), "--out=" + folder.resolve(out));
  }

  @Test
  void theRecursionHasNothingToTuneButRates() throws IOException {
    Invocation momentum = run(YAML.replace("{name: learning-rate,", "{name: momentum,"), "no");
    Invocation clip = run(YAML.replace("steps: 40", "steps: 40, clip: 1"), "neither");

    assertThat(momentum.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(momentum.err()).contains("has no hyperparameter but learning-rate");
    assertThat(clip.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(clip.err()).contains("training.clip and training.l2 must be 0");
  }
}
