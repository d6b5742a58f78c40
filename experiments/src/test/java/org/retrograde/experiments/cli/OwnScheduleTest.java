package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.example.PowerDecay;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Schedules;

/**
 * A schedule that no class of this program knows, {@link PowerDecay}, does what those of the
 * program do, by its word and its two numbers in a config: as the schedule of an arm, in a grid, in
 * a composition and as the shape of what is tuned.
 */
final class OwnScheduleTest {

  private static final String EXPERIMENT =
      """
      name: own-schedule
      data: {source: synthetic, features: 8, classes: 3, train: 200, validation: 100, test: 100}
      model: {width: 16, depth: 2, base-width: 16}
      training:
        steps: 20
        batch: 20
        learning-rate: 1.0
        momentum: 0.8
        schedule:
          - {name: warmup, until: 0.1}
          - {name: power, exponent: 0.25, offset: 4}
      grid:
        arms: [flat, power, {name: power, exponent: 1.0}]
        learning-rates: {from: 0.5, factor: 2, count: 2}
        momenta: [0.8]
        seeds: 1
      tune:
        iterations: 2
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, per: all, knots: 1, shape: {name: power, exponent: 1, offset: 5}}
      """;

  @TempDir private static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void runIt() throws IOException {
    run = folder.resolve("run");
    Path file = Files.writeString(folder.resolve("own.yaml"), EXPERIMENT);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + run);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  private static Results results() throws IOException {
    return RunDirectory.open(run).read().results();
  }

  @Test
  void whatIsTunedIsThePeakOfItsShape() throws IOException {
    List<List<Double>> rates =
        results().all(Schedules.class).stream()
            .filter(curve -> curve.hyperparameter().equals("learning rate"))
            .map(curve -> curve.tuned())
            .toList();
    assertThat(rates).isNotEmpty();
    double peak = rates.get(0).get(0);
    for (int t = 0; t < 20; t++) {
      assertThat(rates.get(0).get(t)).isCloseTo(peak / (1 + t / 5.0), within(1e-12));
    }
  }

  @Test
  void theGridTellsItsNumbersApart() throws IOException {
    assertThat(results().all(Grid.class))
        .extracting(GridPoint::arm)
        .containsExactly(
            "flat",
            "flat",
            "power",
            "power",
            "{name: power, exponent: 1.0, offset: 10.0}",
            "{name: power, exponent: 1.0, offset: 10.0}");
    assertThat(results().all(Grid.class).get(2).meanLoss())
        .isNotEqualTo(results().all(Grid.class).get(4).meanLoss());
  }

  @Test
  void itsConfigReadsAgain() throws IOException {
    assertThat(Files.readString(run.resolve("config.yaml")))
        .contains("until: 0.1")
        .contains("exponent: 0.25");
    Invocation result = Invocation.of("check", run + "/config.yaml", "--set=run.precision=float64");
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
  }
}
