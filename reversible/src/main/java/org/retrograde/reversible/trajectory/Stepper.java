package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedRangeException;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.optimizer.GradientClip;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.UpdateRule;

/**
 * Takes one step of a run on any states: the map that every way back must invert. It waits for the
 * device once, after it has given it the whole step, and once before the update of a rule that
 * follows the sizes of gradients.
 */
final class Stepper {

  /** What {@link #change} is told as the step in which states are given their first weights. */
  static final int START = -1;

  private final Device device;
  private final TrajectorySetup setup;
  private final List<UpdateRule> rules;
  private final GradientClip clip;
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();

  Stepper(Device device, TrajectorySetup setup) {
    this.device = device;
    this.setup = setup;
    this.rules = bind(device, setup);
    this.clip = new GradientClip(setup.clip(), setup.coefficients().steps());
    for (ParameterGroup group : setup.groups()) {
      weights.add(device.tensor(group.rows(), group.cols()));
      gradient.add(device.tensor(group.rows(), group.cols()));
    }
  }

  /** Groups that one optimizer trains share a rule. */
  private static List<UpdateRule> bind(Device device, TrajectorySetup setup) {
    Map<Optimizer, UpdateRule> bound = new HashMap<>();
    try {
      return setup.groups().stream()
          .map(group -> group.trainedBy(setup.optimizer()))
          .map(optimizer -> bound.computeIfAbsent(optimizer, rule -> bind(device, setup, rule)))
          .toList();
    } catch (CoefficientRangeException e) {
      throw e.naming(setup.groups().stream().map(ParameterGroup::name).toList());
    }
  }

  private static UpdateRule bind(Device device, TrajectorySetup setup, Optimizer optimizer) {
    return optimizer.bind(device, setup.coefficients());
  }

  /** Returns states of zeros. */
  List<GroupState> zeros() {
    return setup.groups().stream().map(this::zeros).toList();
  }

  private GroupState zeros(ParameterGroup group) {
    Optimizer optimizer = group.trainedBy(setup.optimizer());
    GroupState state = optimizer.zeros(device, group.rows(), group.cols());
    if (setup.fractionBits() != TrajectorySetup.USUAL_BITS) {
      state.position().setFractionBits(setup.fractionBits());
      if (!optimizer.followsGradients()) {
        state.moments().forEach(moment -> moment.setFractionBits(setup.fractionBits()));
      }
    }
    return state;
  }

  /**
   * Takes a step from {@link #weights}, which it leaves at the new positions, and logs what its
   * clip did.
   *
   * @return the loss before the step
   * @throws DivergenceException if the loss or a parameter leaves the numbers
   */
  double step(int step, List<GroupState> states) {
    Scalar loss = evaluate(step);
    clip.clip(step, gradient);
    ArithmeticException fault = null;
    try {
      update(step, states);
    } catch (ArithmeticException e) {
      fault = e; // what a loss that is no number did to the parameters is named by the loss
    }
    double value = loss.value();
    if (!Double.isFinite(value)) {
      throw new DivergenceException(step, "loss", value);
    }
    if (fault != null) {
      throw fault;
    }
    return value;
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
    List<Scalar> sizes =
        setup.optimizer().followsGradients()
            ? gradient.stream().map(Tensor::maxAbs).toList()
            : List.of();
    change(
        step,
        states,
        g -> {
          Slot at = new Slot(step, g);
          UpdateRule rule = rules.get(g);
          if (!sizes.isEmpty()) {
            rule.makeRoom(at, states.get(g), sizes.get(g).value());
          }
          rule.step(at, states.get(g), gradient.get(g), weights.get(g));
        });
  }

  /**
   * Changes the states of all groups, one after the other, and waits for the device; what leaves
   * the fixed point ends the run.
   */
  void change(int step, List<GroupState> states, IntConsumer change) {
    int group = 0;
    try {
      while (group < states.size()) {
        int next = group;
        device.inOnePass(() -> change.accept(next));
        group++;
      }
      device.settle();
    } catch (FixedRangeException e) {
      throw divergence(step, group, e);
    } catch (LaneRangeException e) {
      throw divergence(step, states, e);
    }
  }

  private DivergenceException divergence(int step, int group, FixedRangeException fault) {
    String name = setup.groups().get(group).name();
    if (step == START) {
      return DivergenceException.atStart(name, fault.value(), fault.range());
    }
    return new DivergenceException(
        step,
        "the %s of parameter group %s".formatted(fault.vector(), name),
        fault.value(),
        fault.range());
  }

  /** Finds the group of a fault that the device has reported late. */
  private DivergenceException divergence(
      int step, List<GroupState> states, LaneRangeException fault) {
    for (int g = 0; g < states.size(); g++) {
      Optional<FixedRangeException> own = states.get(g).rangeFault(fault);
      if (own.isPresent()) {
        return divergence(step, g, own.get());
      }
    }
    throw fault;
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

  /** Returns the rule of each group. */
  List<UpdateRule> rules() {
    return rules;
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
