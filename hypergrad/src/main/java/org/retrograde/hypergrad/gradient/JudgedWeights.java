package org.retrograde.hypergrad.gradient;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * The weights that a run is judged by: those after the last step, or a mean of those after several,
 * a = sum of w_t x_t.
 *
 * <p>Every strategy takes all steps forward once before it goes back, so the mean is taken there,
 * of the exact positions, in double precision and in the order of the steps: it has the same bits
 * whichever strategy it is. It is rounded to the device's precision where it is judged.
 *
 * <p>Adjoint: with d_a the derivative of the final loss at the mean, d_x += w_t d_a where the way
 * back comes to x_t. Memory: two vectors of doubles and one of the device's precision.
 */
final class JudgedWeights {

  private final IterateAverage average;
  private final int steps;
  private final int first;
  private final List<Tensor> mean = new ArrayList<>();
  private final List<Tensor> scratch = new ArrayList<>();
  private final List<Tensor> rounded = new ArrayList<>();

  /**
   * Makes those of a run that has not begun.
   *
   * @param steps of it
   */
  JudgedWeights(Device device, List<ParameterGroup> groups, IterateAverage average, int steps) {
    this.average = average;
    this.steps = steps;
    this.first = average.first(steps);
    if (isMean()) {
      for (ParameterGroup group : groups) {
        mean.add(device.tensor(Precision.FLOAT64, group.rows(), group.cols()));
        scratch.add(device.tensor(Precision.FLOAT64, group.rows(), group.cols()));
        rounded.add(device.tensor(group.rows(), group.cols()));
      }
    }
  }

  private boolean isMean() {
    return first < steps;
  }

  /** Takes one step of a run forward; returns the training loss before it. */
  double forward(Trajectory trajectory) {
    double loss = trajectory.forward();
    if (isMean() && trajectory.step() >= first) {
      for (int g = 0; g < mean.size(); g++) {
        GroupState state = trajectory.states().get(g);
        state.position().copyTo(scratch.get(g));
        mean.get(g).addScaled(weight(trajectory.step()), scratch.get(g));
      }
    }
    return loss;
  }

  /** Returns the weights to be judged after the last step, in the device's precision. */
  List<Tensor> after(Trajectory trajectory) {
    if (!isMean()) {
      return trajectory.weights();
    }
    for (int g = 0; g < mean.size(); g++) {
      rounded.get(g).assign(mean.get(g));
    }
    return rounded;
  }

  /**
   * Begins the way back.
   *
   * @param gradient of the final loss where {@link #after} has been judged. Not modified.
   * @param adjoints of the last state. Modified in those of the positions.
   */
  void begin(List<Tensor> gradient, List<GroupAdjoint> adjoints) {
    for (int g = 0; g < adjoints.size(); g++) {
      if (isMean()) {
        mean.get(g).assign(gradient.get(g)); // which is not needed any more
        adjoints.get(g).position().assignScaled(weight(steps), mean.get(g));
      } else {
        adjoints.get(g).position().assign(gradient.get(g));
      }
    }
  }

  /** Adds what the positions after a step count for to their adjoints. */
  void pullBack(int step, List<GroupAdjoint> adjoints) {
    if (isMean() && step >= first) {
      for (int g = 0; g < adjoints.size(); g++) {
        adjoints.get(g).position().addScaled(weight(step), mean.get(g));
      }
    }
  }

  /** Takes the mean, or on the way back the derivative with respect to it. */
  void archive(Archive archive) {
    mean.forEach(archive::tensor);
  }

  private double weight(int step) {
    return average.weight(step, steps);
  }
}
