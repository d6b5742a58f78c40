package org.retrograde.experiments.suite;

import java.util.List;
import org.retrograde.experiments.config.ObjectiveStudy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * An objective that a study names by its class, on a device.
 *
 * @param study what is tuned
 * @param device where it trains
 * @param options of each run
 */
public record OwnObjective(ObjectiveStudy study, Device device, TrainingOptions options)
    implements RunObjective.Problem {

  /**
   * Makes an instance of the class.
   *
   * @throws IllegalStateException if its constructor fails
   */
  public HostObjective instance() {
    try {
      return Class.forName(study.className())
          .asSubclass(HostObjective.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(study.className() + " cannot be made: " + e, e);
    }
  }

  /** Returns the schedules to tune, around those that the study starts from. */
  public HyperparameterSpace space() {
    int groups = instance().groups().size();
    int knots = study.knots() == 0 ? study.steps() : study.knots();
    Tying tying = study.per() == ObjectiveStudy.Per.ALL ? Tying.shared(groups) : Tying.free(groups);
    RunSettings base = new RunSettings(study.steps(), instance().groups());
    base.coefficients().fill(Coefficient.LEARNING_RATE, study.learningRate());
    base.coefficients().fill(Coefficient.MOMENTUM, study.momentum());
    return new HyperparameterSpace(
        base,
        List.of(
            schedule(Coefficient.LEARNING_RATE, knots, tying),
            schedule(Coefficient.MOMENTUM, knots, tying)));
  }

  private ScheduleHyperparameter schedule(Coefficient coefficient, int knots, Tying tying) {
    return new ScheduleHyperparameter(
        coefficient, Transform.of(coefficient), study.steps(), knots, tying);
  }

  /** Returns a run; the seed has no say, since the class knows none. */
  @Override
  public TrainingRun run(RunSettings settings, long seed) {
    return new TrainingRun(
        device, new HostObjectiveAdapter(instance()), study.optimizer(), settings, options);
  }
}
