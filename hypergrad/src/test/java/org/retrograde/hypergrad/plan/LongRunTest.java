package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.storage.DoubleStore;

/** Runs so long that what they have for each step is in files. */
final class LongRunTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);

  private final Path folder;

  LongRunTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<Optimizer> optimizers() {
    return List.of(new Momentum(MomentumForm.HEAVY_BALL), new AdamW());
  }

  private TrainingRun run(Optimizer optimizer, RunSettings settings) {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    return new TrainingRun(DEVICE, objective, optimizer, settings)
        .withOptions(TrainingOptions.DEFAULT.withSpill(0, folder));
  }

  private static RunSettings settings(Optimizer optimizer, int steps) {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    return RandomRuns.settings(1, steps, objective.groups(), optimizer);
  }

  /** Steps at a rate of 0 change neither weights nor derivatives of the steps before them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void whatIsInFilesHasTheBitsOfWhatIsNot(Optimizer optimizer) {
    int few = 500;
    int many = 20_000;
    RunSettings all = settings(optimizer, many);
    all.coefficients()
        .change(Coefficient.LEARNING_RATE, (step, group, rate) -> step < few ? rate : 0);
    TrainingRun brief =
        run(optimizer, all.head(few))
            .withOptions(TrainingOptions.DEFAULT.withSpill(Long.MAX_VALUE, folder));
    long before = DoubleStore.bytesInFiles();
    Hypergradient onHeap = Strategy.REPLAY.differentiate(brief);
    assertThat(DoubleStore.bytesInFiles()).isLessThanOrEqualTo(before);
    Hypergradient inFiles = Strategy.REPLAY.differentiate(run(optimizer, all));
    assertThat(DoubleStore.bytesInFiles()).as("control: there are files").isPositive();

    assertThat(inFiles.finalLoss()).isEqualTo(onHeap.finalLoss());
    assertThat(inFiles.trainingLosses().subList(0, few)).isEqualTo(onHeap.trainingLosses());
    assertThat(inFiles.adjointNorms().subList(0, few))
        .isEqualTo(onHeap.adjointNorms().subList(0, few));
    assertThat(RandomRuns.numbers(inFiles.derivative().head(few)))
        .isEqualTo(RandomRuns.numbers(onHeap.derivative()));
    assertThat(inFiles.reversal().exact()).isTrue();
  }

  /** Schedules, derivatives, losses, norms and logs were 200 bytes a step on the heap once. */
  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void theHeapDoesNotGrowWithTheSteps(Optimizer optimizer) {
    int steps = 40_000;
    MemoryProbe less = probe(optimizer, steps);
    MemoryProbe more = probe(optimizer, 2 * steps);
    assertThat(more.peakInMemory() - less.peakInMemory()).isLessThan(5L * steps);
    assertThat(more.peakInFiles() - less.peakInFiles()).isGreaterThan(50L * steps);
  }

  private MemoryProbe probe(Optimizer optimizer, int steps) {
    InUse before = InUse.of(DEVICE);
    TrainingRun run = run(optimizer, settings(optimizer, steps));
    MemoryProbe probe = new MemoryProbe(run, before);
    assertThat(Strategy.REPLAY.differentiate(run, probe).reversal().exact()).isTrue();
    return probe;
  }
}
