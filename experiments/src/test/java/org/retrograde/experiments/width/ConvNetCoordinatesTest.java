package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** B1 to B4 of docs/mup.md for a convolutional network, whose widths are channels. */
final class ConvNetCoordinatesTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static CoordinateVerdict verdict(String optimizer, String parametrization) {
    List<String> changes =
        new ArrayList<>(
            List.of(
                "data={source: synthetic, features: 64, shape: [8, 8], classes: 8, train: 16,"
                    + " validation: 64, test: 64}",
                "model={architecture: convnet, width: 8, base-width: 8, parametrization: "
                    + parametrization
                    + "}"));
    if (optimizer.equals("adam")) {
      changes.add("training.optimizer=adamw");
      changes.add("training.learning-rate=0.02");
    }
    Workbench bench = new Workbench(ConfigReader.readBuiltin("coordcheck-mlp", changes), DEVICE);
    CoordinateCheck.Settings settings =
        new CoordinateCheck.Settings(List.of(8, 16, 32, 64), 64, 2, 0.125);
    try (TrialEngine engine = new LocalTrials(2)) {
      return CoordinateVerdict.of(
          new CoordinateCheck(bench, settings).run(engine, new SilentProgress()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam"})
  void maximalUpdatePasses(String optimizer) {
    CoordinateVerdict verdict = verdict(optimizer, "mup");
    assertThat(verdict.figures())
        .filteredOn(figure -> figure.outcome() != Outcome.WITHIN)
        .isEmpty();
    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.figures())
        .extracting(UncertainFigure::criterion)
        .contains("B1", "B2", "own");
  }

  /** Each under an optimizer whose rate there does follow the width. */
  @ParameterizedTest
  @CsvSource({
    "faulty-hidden-rate, adam, W2",
    "faulty-input-rate, sgd, W1",
    "faulty-readout-twice, sgd, W3"
  })
  void aPlantedFaultIsNamed(String fault, String optimizer, String tensor) {
    CoordinateVerdict verdict = verdict(optimizer, fault);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.faults()).extracting(Fault::tensor).startsWith(tensor);
  }
}
