package org.retrograde.experiments.solvable;

import java.util.List;
import java.util.OptionalDouble;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.contest.ExpectedGradients;
import org.retrograde.experiments.law.KnownLoss;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ObjectiveProblem;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A problem whose expected loss is known, on a device. */
record SolvableProblem(ExperimentConfig config, Solvable solvable, Device device)
    implements ObjectiveProblem, KnownLoss, ExpectedGradients {

  /**
   * Returns the problem of a config.
   *
   * @throws DataException if the expectation is trained and the config asks for what it has not
   */
  static LoadedProblem loaded(ExperimentConfig config, Solvable solvable) {
    if (solvable.trainsExpectation()) {
      requireRatesAlone(config);
    }
    return LoadedProblem.withoutData(device -> new SolvableProblem(config, solvable, device));
  }

  /** A recursion is that of its step as it is: nothing else may act on gradients or be tuned. */
  private static void requireRatesAlone(ExperimentConfig config) {
    String problem = config.problem().kind().word();
    if (config.training().clip() != 0 || config.training().l2() != 0) {
      throw new DataException(
          "training.clip and training.l2 must be 0 in the expected form of problem %s, got %s and %s"
              .formatted(problem, config.training().clip(), config.training().l2()));
    }
    IterateAverage average = config.training().average();
    if (!average.equals(new LastIterate())) {
      throw new DataException(
          ("training.average must be none in the expected form of problem %s, got %s: a mean of"
                  + " expected squares is no loss")
              .formatted(problem, average.word()));
    }
    if (config.tune() == null) {
      return;
    }
    for (HyperparameterConfig tuned : config.tune().hyperparameters()) {
      if (!tuned.name().equals(TunedCoefficient.LEARNING_RATE)) {
        throw new DataException(
            ("tune.hyperparameters has %s, but the expected form of problem %s has no"
                    + " hyperparameter but learning-rate; remove it")
                .formatted(tuned.name().word(), problem));
      }
    }
  }

  @Override
  public Optimizer optimizer() {
    return solvable.optimizer(config.training().optimizer());
  }

  @Override
  public RateLoss expectedLoss() {
    return solvable.expectedLoss();
  }

  @Override
  public boolean trainsExpectation() {
    return solvable.trainsExpectation();
  }

  @Override
  public OptionalDouble gradientSize(double[][] state) {
    if (!trainsExpectation()) {
      return OptionalDouble.empty();
    }
    OptionalDouble size = solvable.gradientSize(state[0]);
    if (size.isEmpty()) {
      throw new DataException(
          "problem %s has no samples whose gradients a schedule could be refined by; remove it"
              .formatted(config.problem().kind().word()));
    }
    return size;
  }

  @Override
  public TrainingProblem on(Device other) {
    return new SolvableProblem(config, solvable, other);
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return solvable.objective(0).groups();
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    return new TrainingRun(
        device,
        new HostObjectiveAdapter(solvable.objective(seed)),
        optimizer(),
        effective,
        options(width, seed));
  }
}
