package org.retrograde.experiments.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * An objective that an experiment names by its class. It has one width, no data, and no rows to be
 * judged on but its own final loss; seeds have no say, since the class knows none.
 *
 * @param config of the experiment
 * @param className of a {@link HostObjective} with a constructor without arguments
 * @param dataHashes of the class, as it was when it was loaded
 * @param device where it trains
 */
record ClassProblem(
    ExperimentConfig config,
    String className,
    Map<String, String> dataHashes,
    Device device,
    Optional<CheckpointPlace> checkpoints)
    implements ObjectiveProblem {

  private HostObjective instance(int steps) {
    return UsersObjective.of(className, steps);
  }

  @Override
  public ClassProblem on(Device other) {
    return new ClassProblem(config, className, dataHashes, other, checkpoints);
  }

  @Override
  public ClassProblem keepingIn(CheckpointPlace place) {
    return new ClassProblem(config, className, dataHashes, device, Optional.of(place));
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return instance(config.training().steps()).groups();
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    return new TrainingRun(
        device,
        new HostObjectiveAdapter(instance(effective.coefficients().steps())),
        optimizer(),
        effective,
        options(width, seed));
  }

  @Override
  public Optional<String> objectiveClass() {
    return Optional.of(className);
  }
}
