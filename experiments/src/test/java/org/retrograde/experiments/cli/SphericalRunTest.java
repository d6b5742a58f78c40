package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

final class SphericalRunTest {

  private static final String SPHERICAL =
      """
      name: spherical
      run: {precision: float64}
      problem: {spherical: {modes: 300}}
      training: {steps: 300, learning-rate: 0.3}
      powers: {temperatures: [1, 2], steps: [30, 300]}
      published:
        - {figure: measured-of-best-exponent-temperature-2-steps-300, source: here, published: "0.5", least: 0.4, most: 0.5}
      """;

  private static final String SPIKED =
      """
      name: spiked
      run: {precision: float64}
      problem: {spherical: {modes: 60, spike: 2}}
      training: {steps: 100, learning-rate: 0.2}
      powers: {rates: [0.01, 0.1, 0.2], exponents: [0, 0.3, 0.5, 0.7], crossings: [5, 10, 20]}
      tune:
        iterations: 20
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, per: all, knots: 1, shape: two-phase, shape-numbers: [exponent, crossing]}
      optimum:
        schedules: {constant: flat}
        families: {two-phase: {shape: two-phase, numbers: [exponent, crossing]}}
        iterations: 45
        step: 0.05
      published:
        - {figure: expected-loss-of-two-phase, source: here, published: "0.007", least: 0.006, most: 0.01}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("spherical.yaml"), text);
    return Invocation.of("run", file.toString(), "--out=" + folder.resolve("run"));
  }

  private RunRecord done(String text) throws IOException {
    Invocation result = run(text);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    RunRecord record = RunDirectory.open(folder.resolve("run")).read();
    assertThat(record.results().all(Published.class)).hasSize(1).allMatch(one -> one.agrees());
    return record;
  }

  @Test
  void powersAreFoundForEachTemperatureAndLength() throws IOException {
    Study study = done(SPHERICAL).results().all(Studies.class).get(0);

    assertThat(study.table().rows())
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("T = 1 30", "T = 1 300", "T = 2 30", "T = 2 300");
    assertThat(study.charts())
        .extracting(Study.Chart::up)
        .containsExactly("gap", "best exponent β");
    assertThat(study.figures())
        .containsEntry("right-derivatives-temperature-1-steps-300", 1.0)
        .containsKey("power-0.5-temperature-1-steps-30")
        .doesNotContainKey("two-phase-temperature-1-steps-30");
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("chart-study-powers");
  }

  @Test
  void numbersOfTwoPhasesAreLearntBesideTheBestScheduleThereIs() throws IOException {
    RunRecord record = done(SPIKED);

    Study study = record.results().all(Studies.class).get(0);
    assertThat(study.figures())
        .hasEntrySatisfying(
            "two-phase-over-power-temperature-1-spike-2-steps-100",
            ratio -> assertThat(ratio).isLessThan(1));
    Optimum found = record.results().find(Optimum.class).orElseThrow();
    List<Optimum.Beside> beside = found.schedules();
    assertThat(beside)
        .extracting(Optimum.Beside::name)
        .containsExactly("constant", "two-phase", "tuned");
    assertThat(beside.get(1).words()).startsWith("two-phase, learnt: exponent ");
    assertThat(found.loss()).isLessThan(beside.get(1).loss());
    assertThat(beside.get(1).loss()).isLessThan(0.5 * beside.get(0).loss());
    assertThat(beside.get(2).loss()).isLessThan(0.5 * beside.get(0).loss());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperatures: [1, 2] | exponents: [0.5, 0.4] | powers.exponents: must rise, got [0.5,"
            + " 0.4]",
        "steps: [30, 300] | steps: [300, 30] | powers.steps: must rise, got [300, 30]",
        "learning-rate: 0.3 | learning-rate: 0.3, clip: 1 | must be 0 in the expected form of"
            + " problem spherical, got 1.0 and 0.0",
        "problem: {spherical: {modes: 300}} | problem: {power-law: {}} | powers: problem power-law"
            + " does not read it"
      })
  void whatDoesNotFitIsRefused(String old, String changed, String message) throws IOException {
    Invocation result = run(SPHERICAL.replace(old, changed));

    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
