package org.retrograde.experiments.solvable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.contest.ExpectedGradients;
import org.retrograde.experiments.law.KnownLoss;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A power-law model on a device. In its expected form the update rule is that of the expectation,
 * whatever optimizer the config names.
 */
record PowerLawProblem(ExperimentConfig config, PowerLawConfig settings, Device device)
    implements TrainingProblem, KnownLoss, ExpectedGradients {

  private boolean isExpected() {
    return settings.form() == PowerLawConfig.Form.EXPECTED;
  }

  private HostObjective objective(long seed) {
    return isExpected()
        ? PowerLawObjective.expected(settings.model())
        : PowerLawObjective.sampled(settings.model(), seed);
  }

  @Override
  public Optimizer optimizer() {
    return isExpected()
        ? new ExpectedSgd(settings.batch(), settings.noise())
        : config.training().optimizer();
  }

  @Override
  public Optional<RateLoss> knownLoss() {
    return isExpected() ? Optional.of(new ExpectedLoss(settings.model())) : Optional.empty();
  }

  @Override
  public OptionalDouble gradientSize(double[][] state) {
    return isExpected()
        ? OptionalDouble.of(settings.model().gradientSize(state[0]))
        : OptionalDouble.empty();
  }

  @Override
  public TrainingProblem on(Device other) {
    return new PowerLawProblem(config, settings, other);
  }

  @Override
  public Map<String, String> dataHashes() {
    return Map.of();
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return objective(0).groups();
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    return new TrainingRun(
        device, new HostObjectiveAdapter(objective(seed)), optimizer(), effective, options());
  }

  @Override
  public List<String> parts() {
    return List.of("validation");
  }

  @Override
  public Evaluation judge(String part, TrainingRun run, Trained trained) {
    return new Evaluation(1, trained.finalLoss(), 0);
  }
}
