package org.retrograde.experiments.phase;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.TrainingProblem;

/** A part of an experiment: what one section of a config asks for. */
@API(status = Status.MAINTAINED)
public interface Phase {

  /** Returns whether a config asks for it. */
  boolean isIn(ExperimentConfig config);

  /**
   * Returns all seeds that it uses, by purpose.
   *
   * @param config that asks for it
   */
  Map<String, List<Long>> seeds(ExperimentConfig config);

  /**
   * Returns how many training runs it makes, where that can be said before.
   *
   * @param config that asks for it
   * @return 0 if it cannot be said
   */
  default int trainings(ExperimentConfig config) {
    return 0;
  }

  /**
   * Refuses, before anything is trained, what only the data can tell.
   *
   * @param problem of a config that asks for it
   * @throws IllegalArgumentException if it cannot do its work there; says why
   */
  default void check(TrainingProblem problem) {}

  /**
   * Does its work.
   *
   * @param context where it asks for trials, and puts what it finds
   * @throws InterruptedException if the thread is interrupted
   */
  void run(RunContext context) throws InterruptedException;
}
