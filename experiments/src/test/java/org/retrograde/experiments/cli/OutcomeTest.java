package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.TaskResult;

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
  void aGridSaysItsBestPointOrThatThereIsNone() {
    GridPoint best = new GridPoint("flat", 0.5, 0.9, 1.25, 0, true);
    GridPoint worse = new GridPoint("flat", 1, 0.9, 2, 0, false);
    GridPoint lost = new GridPoint("one-cycle", 1, 0.9, Double.POSITIVE_INFINITY, 0, false);
    assertThat(RunSummary.grid(List.of(worse, best, lost)))
        .containsExactly(
            "best flat       learning rate 0.500, momentum 0.90: loss 1.2500",
            "one-cycle: every run of the grid diverged; lower grid.learning-rates");
  }

  @Test
  void judgesTasksAndLandscapesHaveTheirLines() {
    JudgedRun.Score score = new JudgedRun.Score(0.5, 0.1);
    JudgedRun.Score lost = new JudgedRun.Score(Double.POSITIVE_INFINITY, 1);
    assertThat(
            RunSummary.judged(
                List.of(
                    new JudgedRun("start", 1, null, lost, null),
                    new JudgedRun("start", 2, null, score, null),
                    new JudgedRun("tuned", 1, null, score, null)),
                Optional.empty()))
        .containsExactly(
            "start            mean validation loss 0.5000 (1 of 2 diverged) on unseen seeds",
            "tuned            mean validation loss 0.5000 on unseen seeds");
    assertThat(
            RunSummary.judged(
                List.of(
                    new JudgedRun("start", 1, null, lost, null),
                    new JudgedRun("tuned", 1, null, score, null)),
                Optional.of(new LossUnit("byte"))))
        .containsExactly(
            "start            mean validation loss diverged on unseen seeds",
            "tuned            mean validation loss 0.5000 (0.7213 bits a byte) on unseen seeds");
    assertThat(
            RunSummary.tasks(
                List.of(
                    new TaskResult("shared", "one", List.of(1.0), List.of(0.0)),
                    new TaskResult("shared", "two", List.of(3.0), List.of(0.0)))))
        .containsExactly("shared           mean loss over its tasks 2.0000 on unseen seeds");
    Landscape.Point low = new Landscape.Point(-1, 0.25, 0, 0);
    Landscape.Point high = new Landscape.Point(1, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
    assertThat(RunSummary.landscape(new Landscape(List.of(low, high), 1.0, "")))
        .isEqualTo(
            "landscape: least loss 0.2500 at a log learning rate of -1.000; chaos from 1.000 on");
    assertThat(RunSummary.landscape(new Landscape(List.of(high), null, "")))
        .isEqualTo("landscape: every run diverged; lower landscape.from");
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
