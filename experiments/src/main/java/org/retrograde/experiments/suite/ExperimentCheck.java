package org.retrograde.experiments.suite;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ModelConfig;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Checks an experiment where its tuning would start: that a run of it comes back to its first bit,
 * compared after every step, and that its hypergradients agree with finite differences of a plain
 * double stepper along one random direction for each kind of hyperparameter.
 */
public final class ExperimentCheck {

  /** Relative width of the differences: far below the distance to the next rectifier's kink. */
  private static final double WIDTH = 1e-6;

  private static final double SMOOTH_LIMIT = 1e-6;
  private static final double KINKED_LIMIT = 1e-3;

  private final ExperimentConfig config;

  /** Makes the check of an experiment. */
  public ExperimentCheck(ExperimentConfig config) {
    this.config = config;
  }

  /** Runs all checks; minutes for a large experiment. */
  public List<CheckFigure> run() {
    String name = config.run().device().keyword();
    int threads = config.run().threads();
    List<CheckFigure> figures = new ArrayList<>();
    Workbench bench;
    Precision precision = Precision.valueOf(config.run().precision().name());
    try (Device device = Devices.open(name, precision, threads)) {
      bench = new Workbench(config, device);
      figures.add(reversal(bench));
    }
    try (Device doubles = Devices.open(name, Precision.FLOAT64, threads)) {
      figures.addAll(differences(bench.on(doubles)));
    }
    return figures;
  }

  private TrainingRun run(Workbench bench) {
    RunSettings start = Hyperparameters.settings(bench, config.startingArm());
    long seed = Seeds.of(config.seed(), "check-command", 0);
    TrainingRun run = bench.run(config.model().width(), seed, start).run();
    return new TrainingRun(
        run.device(), run.objective(), run.optimizer(), run.settings().withExactMomentum(), 1);
  }

  private CheckFigure reversal(Workbench bench) {
    Reversal reversal = run(bench).reverse();
    return new CheckFigure(
        "reversal",
        reversal.exact() ? 0 : 1,
        0,
        reversal.exact(),
        "%d of %d states on the way back have the bits of the way forward"
            .formatted(reversal.windows(), config.training().steps() + 1));
  }

  private List<CheckFigure> differences(Workbench bench) {
    TrainingRun run = run(bench);
    Hypergradient hypergradient = Strategy.REPLAY.differentiate(run);
    CentralDifferences differences =
        new CentralDifferences(
            settings ->
                new PlainStepper(run.device(), run.objective(), bench.form(), settings).finalLoss(),
            WIDTH);
    double limit =
        config.model().activation() == ModelConfig.Activation.RELU ? KINKED_LIMIT : SMOOTH_LIMIT;
    List<CheckFigure> figures = new ArrayList<>();
    for (Direction direction : directions(run.settings())) {
      double expected = differences.along(run.settings(), direction.settings());
      double actual = hypergradient.derivative().dot(direction.settings());
      double error = Math.abs(actual - expected) / Math.abs(expected);
      figures.add(
          new CheckFigure(
              direction.name(),
              error,
              limit,
              error <= limit,
              "relative error of the derivative %.6g along a random direction, in float64"
                  .formatted(actual)));
    }
    return figures;
  }

  /** Random relative changes of one kind of setting each. */
  private List<Direction> directions(RunSettings at) {
    RandomGenerator random = new Well19937c(Seeds.of(config.seed(), "check-direction", 0));
    List<Direction> directions = new ArrayList<>();
    for (Coefficient coefficient : Coefficient.values()) {
      RunSettings direction = at.plus(-1, at);
      for (int t = 0; t < at.coefficients().steps(); t++) {
        for (int g = 0; g < at.coefficients().groups(); g++) {
          double relative = random.nextGaussian() * at.coefficients().get(coefficient, t, g);
          direction.coefficients().set(coefficient, t, g, relative);
        }
      }
      directions.add(new Direction(coefficient.label(), direction));
    }
    RunSettings scales = at.plus(-1, at);
    for (int g = 0; g < scales.initLogScale().length; g++) {
      scales.initLogScale()[g] = random.nextGaussian();
    }
    directions.add(new Direction("init scale", scales));
    return directions;
  }

  private record Direction(String name, RunSettings settings) {}
}
