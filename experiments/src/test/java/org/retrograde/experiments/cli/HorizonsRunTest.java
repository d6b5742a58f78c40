package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** Whether one rate serves several lengths: a reduced form of {@code schedules/schedule-free}. */
final class HorizonsRunTest {

  private static final String LOGISTIC =
      """
      name: horizons
      run: {precision: float64}
      problem: {logistic: {rows: 500, features: 10, signal: 4}}
      training: {steps: 100, batch: 8, sampling: with-replacement, learning-rate: 1}
      horizons:
        steps: [50, 200, 800]
        seeds: 6
        learning-rates: {from: 0.125, factor: 2, count: 7}
        arms:
          linear: {optimizer: heavy-ball, numbers: {momentum: 1.0e-5}, schedule: linear}
          constant: {optimizer: heavy-ball, numbers: {momentum: 1.0e-5}}
          free: {optimizer: schedule-free, numbers: {interpolation: 0.5}}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String... changes) throws IOException {
    Path file = Files.writeString(folder.resolve("horizons.yaml"), LOGISTIC);
    String[] all = new String[changes.length + 3];
    all[0] = "run";
    all[1] = file.toString();
    all[2] = "--out=" + folder.resolve("run");
    for (int i = 0; i < changes.length; i++) {
      all[i + 3] = "--set=" + changes[i];
    }
    return Invocation.of(all);
  }

  @Tag("slow")
  @Test
  void oneRateOfAMeanServesAllLengthsWhereALineStoppedEarlyDoesNot() throws IOException {
    Invocation result = run();
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    Study study =
        RunDirectory.open(folder.resolve("run")).read().results().all(Studies.class).get(0);
    Map<String, Double> figures = study.figures();

    assertThat(study.table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("linear", "constant", "free");
    for (int steps : new int[] {50, 200, 800}) {
      assertThat(figures.get("tuned-linear-at-" + steps)).isEqualTo(1);
      assertThat(figures.get("one-rate-free-at-" + steps)).isLessThan(1.6);
      assertThat(figures.get("tuned-free-at-" + steps))
          .isLessThanOrEqualTo(figures.get("one-rate-free-at-" + steps));
    }
    assertThat(figures.get("stopped-at-800")).isCloseTo(1, within(1e-12));
    assertThat(figures.get("stopped-at-200")).isGreaterThan(1.1);
    assertThat(figures.get("worst-one-rate-free"))
        .isLessThan(figures.get("worst-one-rate-constant"));
    assertThat(figures).containsKey("slope-free-by-interpolation-at-800");
    assertThat(figures).doesNotContainKey("slope-linear-by-interpolation-at-800");
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains("chart-study-horizons-0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "horizons.steps=[50, 50] | horizons.steps.1: must be above the one before (50), got 50",
        "horizons.arms.free.numbers={learning-rate: 0.1} |"
            + " horizons.arms.free.numbers.learning-rate: is that of the grid",
        "horizons.arms.free.numbers={steps: 7} |"
            + " horizons.arms.free.numbers.steps: are those of horizons.steps",
        "horizons.arms.free.numbers={beta1: 0.9} | horizons.arms.free.numbers.beta1: optimizer"
            + " schedule-free reads [learning-rate, averaging, interpolation]",
        "horizons.arms.free.numbers={interpolation: 1.5} | horizons.arms.free: --set"
            + " training.interpolation",
        "horizons.arms.free.schedule={name: one-cycle, low-momentum: 0.8} |"
            + " horizons.arms.free.schedule: a family moves the learning rate alone",
        "horizons.learning-rates={from: 1.0e+9, factor: 2, count: 2} |"
            + " horizons: every run of linear diverged",
        "training.batch=501 | training.batch must be at most the 500 rows of problem logistic"
      })
  void aMistakeIsSaidWhereItIs(String change, String message) throws IOException {
    Invocation result = run(change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
