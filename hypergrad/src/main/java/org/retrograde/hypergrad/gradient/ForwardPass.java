package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.storage.DoubleSeries;
import org.retrograde.reversible.storage.DoubleStore;
import org.retrograde.reversible.trajectory.Trajectory;

/** The way there of a run: its steps, their losses, and the weights that it is judged by. */
final class ForwardPass implements Keeper.Kept {

  private final Trajectory trajectory;
  private final JudgedWeights judged;
  private final Objective objective;
  private final StepWatcher watcher;
  private final DoubleStore losses;
  private final long startHash;
  private int taken;

  /**
   * Makes the way of a run that has not begun.
   *
   * @param objective that it descends
   * @param watcher sees each step
   */
  ForwardPass(
      Trajectory trajectory, JudgedWeights judged, Objective objective, StepWatcher watcher) {
    this.watcher = watcher;
    this.trajectory = trajectory;
    this.judged = judged;
    this.objective = objective;
    this.losses = new DoubleStore(trajectory.steps());
    this.startHash = trajectory.stateHash();
  }

  /** Takes all steps that are left, and runs something after each. */
  void takeAllSteps(Runnable afterEach) {
    while (taken < trajectory.steps()) {
      watcher.before(trajectory);
      double before = judged.forward(trajectory);
      losses.set(taken, before);
      taken++;
      watcher.after(trajectory, before);
      afterEach.run();
    }
  }

  /** Returns the training loss of each step, before its update. */
  List<Double> losses() {
    return DoubleSeries.of(losses);
  }

  /** Returns the weights to be judged after the last step, in the device's precision. */
  List<Tensor> judgedWeights() {
    return judged.after(trajectory);
  }

  /** The start and the loss there. */
  @Override
  public long fingerprint() {
    double first =
        taken > 0
            ? losses.get(0)
            : objective.evaluate(0, trajectory.weights(), trajectory.gradient()).value();
    return LaneHash.combine(startHash, Double.doubleToRawLongBits(first));
  }

  @Override
  public void archive(Archive archive) {
    taken = archive.integer(taken);
    archive.numbers(losses, 0, taken);
    trajectory.archive(archive);
    judged.archive(archive);
    watcher.archive(archive);
  }
}
