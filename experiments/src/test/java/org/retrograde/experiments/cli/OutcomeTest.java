package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.MetaIteration;

/** What a run says at its start and at its end. */
final class OutcomeTest {

  @TempDir private static Path folder = Path.of("");

  private static MetaIteration iteration(int number, double loss, boolean best) {
    return new MetaIteration(number, loss, List.of(loss), 1, 0, 0.1, loss, best, 1);
  }

  @Test
  void aRunSaysWhatItTrainsAndWhatTuningGained() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            data: {source: synthetic, features: 4, classes: 3, train: 30, validation: 12, test: 12}
            model: {width: 8, base-width: 8}
            training: {steps: 10, batch: 8, learning-rate: 0.02}
            tune:
              iterations: 3
              seeds: 1
              check-seeds: 1
              meta-optimizer: {step: 0.1}
              hyperparameters: [{name: learning-rate, per: all, knots: 1}]
            """);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("run"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("30 training, 12 validation and 12 test rows of 4 features; 3 classes of")
        .contains("parameters in")
        .contains("3 steps an epoch, batches of 8 rows, 6 rows left over");
    assertThat(result.out())
        .containsPattern("tuning: loss \\d\\.\\d+ -> \\d\\.\\d+ on check seeds");
  }

  @Test
  void tuningThatGainedNothingSaysSo() {
    assertThat(RunSummary.tuning(List.of())).isEmpty();
    assertThat(RunSummary.tuning(List.of(iteration(0, 0.5, true), iteration(1, 0.6, false))))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("gained nothing: no iteration of 1 is below")
                    .contains("0.5000"));
    assertThat(RunSummary.tuning(List.of(iteration(0, 0.5, true), iteration(1, 0.4, true))))
        .contains("tuning: loss 0.5000 -> 0.4000 on check seeds, by iteration 1 of 1");
  }
}
