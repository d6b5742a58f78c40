package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedRangeException;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.optimizer.GradientClip;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.UpdateRule;

/** Takes one step of a run on any states: the map that every way back must invert. */
final class Stepper {

  private final Device device;
  private final TrajectorySetup setup;
  private final UpdateRule rule;
  private final GradientClip clip;
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();

  Stepper(Device device, TrajectorySetup setup) {
    this.device = device;
    this.setup = setup;
    this.rule = setup.optimizer().bind(device, setup.coefficients());
    this.clip = new GradientClip(setup.clip(), setup.coefficients().steps());
    for (ParameterGroup group : setup.groups()) {
      weights.add(device.tensor(group.rows(), group.cols()));
      gradient.add(device.tensor(group.rows(), group.cols()));
    }
  }

  /** Returns states of zeros. */
  List<GroupState> zeros() {
    return setup.groups().stream()
        .map(group -> setup.optimizer().zeros(device, group.size()))
        .toList();
  }

  /**
   * Takes a step from {@link #weights}, which it leaves at the new positions, and logs what its
   * clip did. Waits for the device once.
   *
   * @return the loss before the step
   * @throws DivergenceException if the loss or a parameter leaves the numbers
   */
  double step(int step, List<GroupState> states) {
    Scalar loss = evaluate(step);
    clip.clip(step, gradient);
    try {
      update(step, states);
    } catch (DivergenceException e) {
      requireFinite(step, loss); // if it is not, it came first
      throw e;
    }
    return requireFinite(step, loss);
  }

  private static double requireFinite(int step, Scalar loss) {
    if (!Double.isFinite(loss.value())) {
      throw new DivergenceException(step, "loss", loss.value());
    }
    return loss.value();
  }

  /** Takes a step that has been taken before, from states that {@link #weights} are those of. */
  void stepAgain(int step, List<GroupState> states) {
    evaluate(step);
    clip.repeat(step, gradient);
    update(step, states);
  }

  private Scalar evaluate(int step) {
    return setup.function().evaluate(step, weights, gradient);
  }

  private void update(int step, List<GroupState> states) {
    for (int g = 0; g < states.size(); g++) {
      int group = g;
      guarded(
          step,
          g,
          () ->
              rule.step(
                  new Slot(step, group),
                  states.get(group),
                  gradient.get(group),
                  weights.get(group)));
    }
    settle(step, states);
  }

  /** Waits for changes of states; what left the fixed point ends the run. */
  void settle(int step, List<GroupState> states) {
    try {
      device.settle();
    } catch (LaneRangeException e) {
      for (int g = 0; g < states.size(); g++) {
        for (FixedVector vector : states.get(g).vectors()) {
          if (vector.lanes() == e.lanes()) {
            throw divergence(step, g, vector.located(e));
          }
        }
      }
      throw e;
    }
  }

  /** Runs a change of one group's state; what leaves the fixed point ends the run. */
  void guarded(int step, int group, Runnable change) {
    try {
      change.run();
    } catch (FixedRangeException e) {
      throw divergence(step, group, e);
    }
  }

  private DivergenceException divergence(int step, int group, FixedRangeException e) {
    String name = setup.groups().get(group).name();
    return new DivergenceException(
        step, "the %s of parameter group %s".formatted(e.vector(), name), e.value());
  }

  /** Rounds the positions of states into {@link #weights}. */
  void roundWeights(List<GroupState> states) {
    for (int g = 0; g < states.size(); g++) {
      states.get(g).position().copyTo(weights.get(g));
    }
  }

  /** Evaluates the gradient at {@link #weights} again, clipped as it was. */
  List<Tensor> gradientAgain(int step) {
    evaluate(step);
    clip.repeat(step, gradient);
    return gradient;
  }

  int steps() {
    return setup.coefficients().steps();
  }

  UpdateRule rule() {
    return rule;
  }

  GradientClip clip() {
    return clip;
  }

  List<Tensor> weights() {
    return weights;
  }

  List<Tensor> gradient() {
    return gradient;
  }
}
