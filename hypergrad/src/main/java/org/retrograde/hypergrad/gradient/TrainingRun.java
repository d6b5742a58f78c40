package org.retrograde.hypergrad.gradient;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.objective.PenalizedObjective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;
import org.retrograde.reversible.trajectory.History;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.trajectory.UndoHistory;

/**
 * One training run, ready to be trained or differentiated.
 *
 * @param device where it lives
 * @param objective what it descends; its loss parameters are set to those of {@code settings}
 * @param optimizer update rule
 * @param settings coefficients, init scales, penalties, loss parameters
 * @param hashEvery steps between two state hashes, at least 1
 */
public record TrainingRun(
    Device device,
    Objective objective,
    ReversibleOptimizer optimizer,
    RunSettings settings,
    int hashEvery) {

  /** Steps between two state hashes unless set otherwise. */
  public static final int DEFAULT_HASH_EVERY = 25;

  /** Makes a run that hashes its state every {@link #DEFAULT_HASH_EVERY} steps. */
  public TrainingRun(
      Device device, Objective objective, ReversibleOptimizer optimizer, RunSettings settings) {
    this(device, objective, optimizer, settings, DEFAULT_HASH_EVERY);
  }

  /**
   * Trains.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  public Trained train() {
    Objective loss = preparedObjective();
    Trajectory trajectory = start(loss, undo());
    List<Double> losses = trainOn(trajectory, loss);
    return new Trained(loss, losses, trajectory.weights(), trajectory.stateHash());
  }

  /** Trains and goes back without differentiating: the proof that this run can be undone. */
  public Reversal reverse() {
    Objective loss = preparedObjective();
    Trajectory trajectory = start(loss, undo());
    trainOn(trajectory, loss);
    long end = trajectory.stateHash();
    var memory = trajectory.memory();
    while (trajectory.step() > 0) {
      trajectory.backward(loss);
    }
    return new Reversal(
        trajectory.startHash(), end, trajectory.stateHash(), trajectory.hashWindows(), memory);
  }

  History undo() {
    return new UndoHistory(optimizer, settings.coefficients());
  }

  /** Returns the objective with this run's loss parameters and penalty. */
  Objective preparedObjective() {
    for (LossParameter parameter : objective.parameters()) {
      parameter.adjoint().fill(0);
    }
    for (String name : settings.lossParameterNames()) {
      lossParameter(name).value().assign(settings.lossParameter(name));
    }
    return settings.hasPenalty()
        ? new PenalizedObjective(device, objective, settings.penalties(objective.groups()))
        : objective;
  }

  private LossParameter lossParameter(String name) {
    return objective.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the objective has no loss parameter called '" + name + "'"));
  }

  /** Returns the run at step 0. */
  Trajectory start(Objective loss, History history) {
    List<double[]> initial = new ArrayList<>();
    List<double[]> drawn = loss.initialWeights();
    for (int g = 0; g < drawn.size(); g++) {
      double scale = Math.exp(settings.initLogScale()[g]);
      double[] weights = drawn.get(g).clone();
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= scale;
      }
      initial.add(weights);
    }
    TrajectorySetup setup =
        new TrajectorySetup(loss.groups(), optimizer, settings.coefficients(), history, hashEvery);
    return new Trajectory(device, setup, initial);
  }

  /** Takes all steps forward; returns the training loss of each, before its update. */
  static List<Double> trainOn(Trajectory trajectory, Objective loss) {
    List<Double> losses = new ArrayList<>();
    while (trajectory.step() < trajectory.steps()) {
      losses.add(trajectory.forward(loss));
    }
    return losses;
  }
}
