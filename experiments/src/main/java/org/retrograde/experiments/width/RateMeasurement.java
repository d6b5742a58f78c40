package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.SweepConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.runner.Jobs;
import org.retrograde.experiments.runner.Progress;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.TransferTraining;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Trains at every learning rate of a grid, for several widths and parametrizations, with the same
 * seeds everywhere: a seed sees the same batches at every rate and width.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V, figure
 *     1
 */
public final class RateMeasurement {

  /** What the losses are. */
  public static final String LOSS = "mean training loss of the last ten minibatches";

  private static final String PURPOSE = "lrsweep";

  private final Workbench bench;
  private final SweepConfig sweep;

  /** Makes the measurement of a sweep of {@code bench}'s experiment. */
  public RateMeasurement(Workbench bench, SweepConfig sweep) {
    this.bench = bench;
    this.sweep = sweep;
  }

  /** Returns the seeds of initial weights and batches. */
  public List<Long> seeds() {
    return Arrays.stream(Seeds.range(bench.config().seed(), PURPOSE, 0, sweep.seeds()))
        .boxed()
        .toList();
  }

  /** Trains all, and judges. */
  public List<RateTransfer> run(Jobs jobs, Progress progress) throws InterruptedException {
    List<Trial> trials = trials();
    List<Callable<Result>> tasks = new ArrayList<>();
    for (Trial trial : trials) {
      tasks.add(() -> new Result(trial, loss(trial)));
    }
    progress.begin("sweep", tasks.size());
    List<Result> results =
        jobs.run(
            tasks,
            result ->
                progress.step(
                    "width %d, rate %.3g: %.4f"
                        .formatted(result.trial().width(), result.trial().rate(), result.loss())));
    progress.end();
    RateVerdict verdict = new RateVerdict(bench);
    return sweep.parametrizations().stream()
        .map(rules -> verdict.of(grid(rules, results)))
        .toList();
  }

  /** One run. */
  private record Trial(Parametrization parametrization, int width, double rate, long seed) {}

  private record Result(Trial trial, double loss) {}

  /** The longest runs first, so that no core idles at the end. */
  private List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Parametrization parametrization : sweep.parametrizations()) {
      for (int width : sweep.widths()) {
        for (double rate : sweep.learningRates().values()) {
          seeds().forEach(seed -> trials.add(new Trial(parametrization, width, rate, seed)));
        }
      }
    }
    return trials.stream().sorted(Comparator.comparingInt(Trial::width).reversed()).toList();
  }

  private double loss(Trial trial) {
    TrainingConfig training = bench.config().training();
    Workbench under = bench.under(trial.parametrization());
    ArmConfig arm =
        new ArmConfig(
            training.schedule(), trial.rate(), training.coefficient(Coefficient.MOMENTUM), PURPOSE);
    return TransferTraining.trainingLoss(
        under, Hyperparameters.settings(under, arm), trial.width(), trial.seed());
  }

  private RateGrid grid(Parametrization parametrization, List<Result> results) {
    List<Double> rates = sweep.learningRates().values();
    Map<Integer, List<List<Double>>> losses = new TreeMap<>();
    for (int width : sweep.widths()) {
      losses.put(
          width,
          rates.stream()
              .map(
                  rate ->
                      results.stream()
                          .filter(r -> r.trial().parametrization() == parametrization)
                          .filter(r -> r.trial().width() == width && r.trial().rate() == rate)
                          .map(Result::loss)
                          .toList())
              .toList());
    }
    return new RateGrid(parametrization, rates, losses);
  }
}
