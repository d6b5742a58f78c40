package org.retrograde.experiments.problem;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ProblemKind;
import org.retrograde.reversible.device.Device;

/**
 * A kind of problem that experiments can train: its word in a config, the keys that it has there,
 * and how it is loaded. One that the class path brings is found by {@link java.util.ServiceLoader},
 * as a {@link ProblemKind}.
 */
@API(status = Status.MAINTAINED)
public interface ProblemType extends ProblemKind {

  /**
   * Reads the data of a problem.
   *
   * @throws org.retrograde.models.data.DataException if they cannot be used
   */
  LoadedProblem loaded(ExperimentConfig config);

  /**
   * Reads the data of the problem that a config names.
   *
   * @throws org.retrograde.models.data.DataException if they cannot be used
   */
  static LoadedProblem load(ExperimentConfig config) {
    if (config.problem().kind() instanceof ProblemType type) {
      return type.loaded(config);
    }
    throw new IllegalStateException(
        "problem %s is no %s"
            .formatted(config.problem().kind().word(), ProblemType.class.getName()));
  }

  /** Reads the data of the problem that a config names, and puts it onto a device. */
  static TrainingProblem open(ExperimentConfig config, Device device) {
    return load(config).on(device);
  }
}
