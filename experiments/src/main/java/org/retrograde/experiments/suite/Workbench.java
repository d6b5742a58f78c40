package org.retrograde.experiments.suite;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The training problem of a config on a device: data loaded once, runs made for any width and seed,
 * those of one width and seed from one start. May be shared between threads.
 */
public final class Workbench {

  private static final long MEGABYTE = 1_000_000;

  private final ExperimentConfig config;
  private final Device device;
  private final DataSplits splits;
  private final NetworkFamily family;
  private final Starts starts;
  private final DeviceData training;
  private final List<DeviceData> judging;
  private final List<DeviceData> validation;
  private final List<DeviceData> test;

  /**
   * Loads the data of {@code config} onto {@code device}.
   *
   * @throws org.retrograde.models.data.DataException if a file cannot be used
   */
  public Workbench(ExperimentConfig config, Device device) {
    this(config, device, DataLoader.load(config));
  }

  /** Puts data that is loaded already onto {@code device}. */
  public Workbench(ExperimentConfig config, Device device, DataSplits splits) {
    this.config = config;
    this.device = device;
    this.splits = splits;
    this.family = new NetworkFamily(config, splits.features(), splits.classes());
    this.starts = new Starts(device);
    this.training = DeviceData.of(device, splits.train());
    this.validation = DeviceData.parts(device, splits.validation(), config.training().batch());
    this.test = DeviceData.parts(device, splits.test(), config.training().batch());
    this.judging =
        config.judgesTraining()
            ? DeviceData.parts(device, splits.train(), config.training().batch())
            : validation;
  }

  private Workbench(Workbench other, ExperimentConfig config) {
    this.config = config;
    this.device = other.device;
    this.splits = other.splits;
    this.family = new NetworkFamily(config, other.family.features(), other.family.classes());
    this.starts = other.starts;
    this.training = other.training;
    this.validation = other.validation;
    this.test = other.test;
    this.judging = other.judging;
  }

  /**
   * Returns the same problem under another parametrization; the two share their data and starts.
   */
  public Workbench under(Parametrization parametrization) {
    return new Workbench(this, config.withParametrization(parametrization));
  }

  /** Returns the same problem on another device. */
  public Workbench on(Device other) {
    return new Workbench(config, other, splits);
  }

  /** Returns the config. */
  public ExperimentConfig config() {
    return config;
  }

  /** Returns the device. */
  public Device device() {
    return device;
  }

  /** Returns hashes of all data that was loaded. */
  public Map<String, String> dataHashes() {
    return splits.hashes();
  }

  /** Returns the validation rows, in parts. */
  public List<DeviceData> validation() {
    return validation;
  }

  /** Returns the test rows, in parts. */
  public List<DeviceData> test() {
    return test;
  }

  /** Returns the training rows, in parts: copies, unless they are what the final loss is of. */
  public List<DeviceData> trainingParts() {
    return config.judgesTraining()
        ? judging
        : DeviceData.parts(device, splits.train(), config.training().batch());
  }

  /** Returns the training rows. */
  public DeviceData training() {
    return training;
  }

  /**
   * Copies the first training rows to the device.
   *
   * @param rows at least 1, at most as many as there are
   */
  public DeviceData trainingRows(int rows) {
    return DeviceData.of(device, splits.train().slice(0, rows));
  }

  /** Returns the parameter groups at the width that is tuned. */
  public List<ParameterGroup> groups() {
    return spec(config.model().width()).groups();
  }

  /** Returns the rule table. */
  public Parametrization parametrization() {
    return family.parametrization();
  }

  /** Returns the width factors of a network of some width. */
  public WidthScaling scaling(int width) {
    return family.scaling(width);
  }

  /** Returns the network of some width. */
  public NetworkSpec spec(int width) {
    return family.spec(width);
  }

  /** Returns the update rule. */
  public Optimizer optimizer() {
    return family.optimizer();
  }

  /** Returns how runs are carried out. */
  public TrainingOptions options() {
    double clip = config.training().clip();
    TuneConfig tune = config.tune();
    return options(config.run())
        .withClip(clip == 0 ? Double.POSITIVE_INFINITY : clip)
        .withLastSteps(
            tune == null || tune.lastSteps() == 0 ? Integer.MAX_VALUE : tune.lastSteps());
  }

  /** Returns how runs are carried out, as far as {@code run} says. */
  public static TrainingOptions options(RunConfig run) {
    return TrainingOptions.DEFAULT
        .withHashEvery(run.hashEvery())
        .withSpill(MEGABYTE * run.spillMemory(), TrainingOptions.DEFAULT.spillFolder());
  }

  /**
   * Makes the objective of one run.
   *
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   * @param steps of the run
   */
  public NetworkObjective objective(int width, long seed, int steps) {
    NetworkSpec spec = spec(width);
    return new NetworkObjective(
        device,
        new NetworkProblem(
            spec,
            start(width, seed),
            training,
            batches(seed, steps),
            judging,
            Hyperparameters.tunesInputs(config)));
  }

  private List<Tensor> start(int width, long seed) {
    long numbers = spec(width).groups().stream().mapToLong(ParameterGroup::size).sum();
    return starts.get(
        new Starts.Key(config.model().parametrization(), width, seed),
        Precision.FLOAT64.bytes() * numbers,
        () -> family.draw(device, new Well19937c(Seeds.of(seed, "init", 0)), width));
  }

  private BatchPlan batches(long seed, int steps) {
    TrainingConfig settings = config.training();
    return switch (settings.sampling()) {
      case EPOCHS -> BatchPlan.epochs(seed, training.rows(), steps, settings.batch());
      case WITH_REPLACEMENT ->
          BatchPlan.withReplacement(seed, training.rows(), steps, settings.batch());
      case IN_ORDER -> BatchPlan.inOrder(training.rows(), steps, settings.batch());
    };
  }

  /**
   * Makes one run.
   *
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   * @param tuned settings without width factors; those of {@code width} are applied here
   */
  public NetworkRun run(int width, long seed, RunSettings tuned) {
    NetworkObjective objective = objective(width, seed, tuned.coefficients().steps());
    TrainingRun run =
        new TrainingRun(device, objective, optimizer(), scaling(width).effective(tuned), options());
    return new NetworkRun(objective, run);
  }

  /**
   * Returns the training of networks of one width, as a function of tuned settings and a seed;
   * derivatives are with respect to settings without width factors.
   */
  public RunObjective.Problem at(int width) {
    return new AtWidth(this, width);
  }

  private record AtWidth(Workbench bench, int width) implements RunObjective.Problem {

    @Override
    public TrainingRun run(RunSettings tuned, long seed) {
      return bench.run(width, seed, tuned).run();
    }

    @Override
    public Hypergradient hypergradient(Strategy strategy, RunSettings tuned, long seed) {
      Hypergradient effective = strategy.differentiate(run(tuned, seed));
      return new Hypergradient(
          effective.finalLoss(),
          effective.trainingLosses(),
          bench.scaling(width).pullBack(effective.derivative()),
          effective.start(),
          effective.adjointNorms(),
          effective.reversal());
    }
  }

  /**
   * A run and the network that it trains.
   *
   * @param objective the network's
   * @param run with effective settings
   */
  public record NetworkRun(NetworkObjective objective, TrainingRun run) {}
}
