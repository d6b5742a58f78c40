package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.data.DataException;
import org.retrograde.models.metrics.ClassCount;
import org.retrograde.models.metrics.ClassFigures;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** What class weights do to the training of a table, and leave alone. */
final class ClassWeightsProblemTest {

  private static final int ROWS = 900;
  private static final int RARE = 10;
  private static final long SEED = 7;

  @TempDir private static Path folder = Path.of("");

  private Device device = Devices.open("host", Precision.FLOAT64, 1);

  @BeforeEach
  void open() {
    device = Devices.open("host", Precision.FLOAT64, 1);
  }

  @AfterEach
  void close() {
    device.close();
  }

  /** Two overlapping clouds, of which one has a row in {@code every}. */
  private static ExperimentConfig config(int every, String weights) {
    RandomGenerator random = new Well19937c(SEED);
    StringBuilder rows = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < ROWS; i++) {
      boolean rare = i % every == 0;
      double centre = rare ? 1 : -1;
      rows.append(centre + random.nextGaussian()).append(',');
      rows.append(centre + random.nextGaussian()).append(',');
      rows.append(rare ? "rare" : "usual").append('\n');
    }
    Path file = folder.resolve("kinds-%d.csv".formatted(every));
    try {
      Files.writeString(file, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ConfigReader.readText(
        "a.yaml",
        """
        name: a
        data: {source: table, file: '%s', train: 300, validation: 300, test: 300%s}
        model: {width: 8, base-width: 8}
        training: {steps: 200, batch: 30, learning-rate: 0.3}
        judge: {seeds: 1}
        """
            .formatted(file, weights.isEmpty() ? "" : ", class-weights: " + weights),
        List.of());
  }

  private record Outcome(List<Double> losses, double finalLoss, ClassFigures test) {

    double recall(int label) {
      ClassCount count = test.counts().get(label);
      return (double) count.both() / count.actual();
    }
  }

  private Outcome trained(int every, String weights) {
    Workbench bench = new Workbench(config(every, weights), device);
    RunSettings settings = Hyperparameters.settings(bench, bench.config().startingArm());
    TrainingRun run = bench.run(bench.width(), SEED, settings).run();
    Trained trained = run.train();
    return new Outcome(
        trained.trainingLosses(),
        trained.finalLoss(),
        Objects.requireNonNull(bench.quality("test", run, trained).classes()));
  }

  @Test
  void balancedWeightsRaiseTheRecallOfARareClass() {
    Outcome plain = trained(RARE, "");
    Outcome balanced = trained(RARE, "balanced");
    assertThat(balanced.recall(0)).isGreaterThan(plain.recall(0) + 0.1);
    assertThat(balanced.recall(1)).isLessThan(plain.recall(1));
  }

  /** One that has as many rows of each class needs no balance: not a bit changes. */
  @Test
  void balancedWeightsOfABalancedTableTrainTheBitsOfNone() {
    assertThat(trained(2, "balanced")).isEqualTo(trained(2, ""));
    assertThat(trained(RARE, "balanced")).isNotEqualTo(trained(RARE, ""));
    assertThat(trained(RARE, "{rare: 3, usual: 3}")).isEqualTo(trained(RARE, ""));
  }

  @Test
  void theHeadOfARunSaysThem() {
    Workbench bench = new Workbench(config(RARE, "{usual: 1, rare: 3}"), device);
    assertThat(bench.outline())
        .contains("losses of training rows are weighted by class: rare 2.500, usual 0.8333");
  }

  @Test
  void weightsOfOtherClassesAreRefusedWhenDataAreLoaded() {
    ExperimentConfig config = config(RARE, "{usual: 1, rar: 3}");
    assertThatThrownBy(() -> DataLoader.load(config))
        .isInstanceOf(DataException.class)
        .hasMessage("data.class-weights: there is no class rar; did you mean 'rare'?");
  }
}
