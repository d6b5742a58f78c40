package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.Metasmoothness;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.check.RoundTrip;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.device.Tensor;

/**
 * Checks an experiment where its tuning would start, before hours are spent on it: that a run comes
 * back to its first bit, compared after every step; that hypergradients agree with finite
 * differences of a plain double stepper along random directions of the hyperparameters; that
 * training reacts smoothly to moves of the size that tuning makes; and that the adjoint of the
 * weights does not explode on its way to the start; that hypergradients point the same way at the
 * widths that tuned values are meant for; and, with TF32 products, where they would with float32's.
 */
public final class ExperimentCheck {

  private static final int DIRECTIONS = 5;

  /** Width of the differences in raw hyperparameters: far below the next rectifier's kink. */
  private static final double WIDTH = 1e-6;

  private static final double SMOOTH_LIMIT = 1e-6;
  private static final double KINKED_LIMIT = 1e-3;

  /** Moves of metasmoothness where nothing is tuned: a tenth in raw hyperparameters. */
  private static final double DEFAULT_MOVE = 0.1;

  private final ExperimentConfig config;
  private final TrialEngine engine;

  /**
   * Makes the check of an experiment.
   *
   * @param engine runs the trials
   */
  public ExperimentCheck(ExperimentConfig config, TrialEngine engine) {
    this.config = config;
    this.engine = engine;
  }

  /**
   * Runs all checks; minutes for a large experiment.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public CheckOutcome run() throws InterruptedException {
    String name = config.run().device();
    int threads = config.run().threads();
    List<CheckFigure> figures = new ArrayList<>();
    TrainingProblem bench;
    List<Double> norms;
    LoadedProblem problem = ProblemType.load(config);
    try (Device device = Devices.open(name, config.run().deviceSettings())) {
      bench = problem.on(device);
      HyperparameterSpace space = Hyperparameters.checkedSpace(bench);
      if (bench.optimizer().isReversible()) {
        figures.add(reversal(bench, space));
      }
      figures.add(roughness(bench, space));
      norms = adjointNorms(bench, space);
      figures.add(CheckOutcome.growth(norms));
      figures.addAll(transfer(bench, space));
      if (config.run().products() == Products.TF32) {
        figures.add(products(bench, space));
      }
    }
    try (Device doubles = Devices.open(name, Precision.FLOAT64, threads)) {
      TrainingProblem wide = problem.on(doubles);
      figures.addAll(differences(wide, Hyperparameters.checkedSpace(wide)));
    }
    return new CheckOutcome(figures, CheckOutcome.verdict(figures), norms);
  }

  /** Returns |d_x| through time; infinite at the start where it leaves the numbers. */
  private List<Double> adjointNorms(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    return ask(bench, space.base(), new AdjointNorms(strategy(bench)))
        .map(
            norms -> Arrays.stream(norms).boxed().toList(), List.of(Double.POSITIVE_INFINITY, 1.0));
  }

  /** Compares hypergradients at the widths that tuned values are meant for. */
  private List<CheckFigure> transfer(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    TuneConfig tune = config.tune();
    TransferConfig transfer = config.transfer();
    if (tune == null || transfer == null || !HypergradientTransfer.appliesTo(config)) {
      return List.of();
    }
    try {
      return CheckOutcome.transfer(
          new HypergradientTransfer(engine, bench, space, strategy(bench))
              .measure(transfer.widths(), tune.seeds()));
    } catch (DivergedTrialException e) {
      return List.of(CheckOutcome.noTransfer(String.valueOf(e.getMessage())));
    }
  }

  /** Compares the hypergradient with that of the same run with float32 products. */
  private CheckFigure products(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    DeviceSettings settings = config.run().deviceSettings();
    DeviceSettings exact = new DeviceSettings(settings.precision(), settings.threads());
    try (Device device = Devices.open(config.run().device(), exact)) {
      TrainingProblem other = bench.on(device);
      return CheckOutcome.products(
          gradient(bench, space), gradient(other, Hyperparameters.checkedSpace(other)));
    } catch (DivergedTrialException e) {
      return CheckOutcome.noProducts(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the hypergradient with respect to the raw hyperparameters, where tuning starts. */
  private double[] gradient(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    double[] start = space.start();
    Derivative.Found found =
        ask(bench, space.settings(start), new Derivative(strategy(bench))).get();
    return space.pullBack(start, found.derivative());
  }

  private <R> Outcome<R> ask(TrainingProblem bench, RunSettings settings, Want<R> want)
      throws InterruptedException {
    return engine.run(List.of(new Trial<>(bench, settings, seed(), want))).get(0);
  }

  private long seed() {
    return Seeds.of(config.seed(), "check-command", 0);
  }

  private static Strategy strategy(TrainingProblem bench) {
    return bench.optimizer().isReversible() ? Strategy.REPLAY : Strategy.CHECKPOINTS;
  }

  private TrainingRun run(TrainingProblem bench, RunSettings settings) {
    return bench.runTuned(settings, seed());
  }

  private CheckFigure reversal(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    Reversal reversal = ask(bench, space.base(), new RoundTrip(true)).get();
    return new CheckFigure(
        "reversal",
        reversal.exact() ? 0 : 1,
        0,
        reversal.exact(),
        String.format(
            Locale.ROOT,
            "%d of %d states on the way back have the bits of the way forward",
            reversal.windows(),
            config.training().steps()));
  }

  private CheckFigure roughness(TrainingProblem bench, HyperparameterSpace space)
      throws InterruptedException {
    RandomGenerator random = new Well19937c(Seeds.of(config.seed(), "check-direction", 1));
    double[] direction = gaussians(random, space.size());
    double move = move();
    List<Trial<double[]>> trials =
        Metasmoothness.points(space.start(), direction, move).stream()
            .map(raw -> new Trial<>(bench, space.settings(raw), seed(), new TrainedWeights()))
            .toList();
    List<Outcome<double[]>> weights = engine.run(trials);
    boolean diverged = weights.stream().anyMatch(outcome -> outcome.divergence() != null);
    return CheckOutcome.roughness(
        diverged
            ? Double.NEGATIVE_INFINITY
            : Metasmoothness.of(weights.stream().map(Outcome::get).toList()),
        move);
  }

  /** Returns how far a meta-step moves a raw hyperparameter, where the meta-optimizer tells. */
  private double move() {
    TuneConfig tune = config.tune();
    if (tune == null) {
      return DEFAULT_MOVE;
    }
    return tune.metaOptimizer().optimizer().movesByStepSize()
        ? tune.metaOptimizer().step()
        : DEFAULT_MOVE;
  }

  private record TrainedWeights() implements Want<double[]> {

    @Override
    public Class<double[]> type() {
      return double[].class;
    }

    @Override
    public double[] of(Problem problem, RunSettings settings, int width, long seed) {
      return problem.runTuned(settings, width, seed).train().weights().stream()
          .map(Tensor::toArray)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
  }

  /** |d_x| before each step, all the way back. */
  private record AdjointNorms(Strategy strategy) implements Want<double[]> {

    @Override
    public Class<double[]> type() {
      return double[].class;
    }

    @Override
    public double[] of(Problem problem, RunSettings settings, int width, long seed) {
      TrainingRun run = problem.runTuned(settings, width, seed);
      return strategy
          .differentiate(run.withOptions(run.options().withLastSteps(Integer.MAX_VALUE)))
          .adjointNorms()
          .stream()
          .mapToDouble(norm -> norm)
          .toArray();
    }
  }

  private List<CheckFigure> differences(TrainingProblem bench, HyperparameterSpace space) {
    Link scaling = bench.link(bench.width());
    double[] start = space.start();
    TrainingRun rounded = run(bench, space.settings(start));
    TrainingRun exact =
        rounded
            .withSettings(rounded.settings().withExactDecays())
            .withOptions(rounded.options().withLastSteps(Integer.MAX_VALUE)); // as differences do
    Hypergradient hypergradient = strategy(bench).differentiate(exact);
    double[] gradient = space.pullBack(start, scaling.pullBack(hypergradient.derivative()));
    // Decays start at the ratios that the engine uses and move from there.
    ToDoubleFunction<double[]> loss =
        raw -> {
          RunSettings move = scaling.effective(space.settings(raw)).plus(-1, rounded.settings());
          return new PlainStepper(exact.withSettings(exact.settings().plus(1, move))).finalLoss();
        };
    RandomGenerator random = new Well19937c(Seeds.of(config.seed(), "check-direction", 0));
    double[] expected = new double[DIRECTIONS];
    double[] actual = new double[DIRECTIONS];
    RawVector from = new RawVector(start);
    double largest = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] direction = gaussians(random, space.size());
      RawVector along = new RawVector(direction);
      expected[i] =
          CentralDifferences.atZero(
              h -> loss.applyAsDouble(from.plus(along.scaled(h)).toArray()), WIDTH);
      for (int j = 0; j < direction.length; j++) {
        actual[i] += gradient[j] * direction[j];
      }
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    List<CheckFigure> figures = new ArrayList<>();
    for (int i = 0; i < DIRECTIONS; i++) {
      figures.add(
          difference(
              i + 1,
              actual[i],
              largest == 0 ? Math.abs(actual[i]) : Math.abs(actual[i] - expected[i]) / largest));
    }
    return figures;
  }

  private CheckFigure difference(int number, double derivative, double error) {
    boolean kinked = config.model().activation() == Nonlinearity.RELU;
    double limit = kinked ? KINKED_LIMIT : SMOOTH_LIMIT;
    return new CheckFigure(
        CheckOutcome.DIRECTION + number,
        error,
        limit,
        error <= limit,
        "error of the derivative %.6g against finite differences, over the largest; in float64"
            .formatted(derivative));
  }

  private static double[] gaussians(RandomGenerator random, int size) {
    double[] direction = new double[size];
    Arrays.setAll(direction, i -> random.nextGaussian());
    return direction;
  }
}
