package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;

/**
 * A training run as a map on integer states, taken step by step forward and back.
 *
 * <p>Going back at step t has two halves, because the gradient must be evaluated between them:
 * {@link #restorePositions} brings x_t back and rounds it into {@link #weights}; the caller
 * evaluates the gradient there; {@link #restoreMoments} brings v_t back. A 64-bit hash of every bit
 * of the state is taken every {@code hashEvery} steps forward and compared on the way back, so that
 * a difference is caught within that many steps; at step 0 all buffers must be empty as well.
 */
public final class Trajectory {

  private final List<ParameterGroup> groups;
  private final ReversibleOptimizer optimizer;
  private final CoefficientTable coefficients;
  private final History history;
  private final int hashEvery;
  private final List<GroupState> states = new ArrayList<>();
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();
  private final long[] hashes;
  private int step;

  /**
   * Makes a run at step 0 with moments of zero.
   *
   * @param device where it lives
   * @param setup what is trained, and how
   * @param initial start of the weights, one row-by-row array a group, rounded toward zero to the
   *     fixed point
   * @throws DivergenceException if an initial weight is NaN, infinite or beyond the fixed point
   */
  public Trajectory(Device device, TrajectorySetup setup, List<double[]> initial) {
    this.groups = setup.groups();
    this.optimizer = setup.optimizer();
    this.coefficients = setup.coefficients();
    this.history = setup.history();
    this.hashEvery = setup.hashEvery();
    this.hashes = new long[coefficients.steps() / hashEvery + 1];
    for (ParameterGroup group : groups) {
      states.add(GroupState.zeros(device, group.size(), optimizer.moments()));
      weights.add(device.tensor(group.rows(), group.cols()));
      gradient.add(device.tensor(group.rows(), group.cols()));
    }
    start(device, initial);
  }

  private void start(Device device, List<double[]> initial) {
    for (int g = 0; g < groups.size(); g++) {
      ParameterGroup group = groups.get(g);
      Tensor exact = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
      exact.assign(initial.get(g));
      GroupState state = states.get(g);
      guarded(g, () -> state.position().addScaled(1, exact));
    }
    roundWeights();
    hashes[0] = stateHash();
  }

  /**
   * Takes one step forward.
   *
   * @return the training loss before the step
   * @throws DivergenceException if the loss or a parameter leaves the numbers
   */
  public double forward(GradientFunction function) {
    history.record(step, states);
    double loss = function.evaluate(step, weights, gradient);
    if (!Double.isFinite(loss)) {
      throw new DivergenceException(step, "loss", loss);
    }
    for (int g = 0; g < groups.size(); g++) {
      int group = g;
      guarded(
          g,
          () ->
              optimizer.step(
                  states.get(group), coefficients.entry(step, group), gradient.get(group)));
    }
    step++;
    roundWeights();
    if (step % hashEvery == 0) {
      hashes[step / hashEvery] = stateHash();
    }
    return loss;
  }

  private void guarded(int group, Runnable change) {
    try {
      change.run();
    } catch (LaneRangeException e) {
      double value = states.get(group).position().realValue(e);
      throw new DivergenceException(step, "parameter group " + groups.get(group).name(), value);
    }
  }

  /** Brings back the positions, and {@link #weights}, of the step before; first half. */
  public void restorePositions() {
    step--;
    try {
      history.restorePositions(step, states);
    } catch (LaneRangeException e) {
      throw new ReversalException("step %d cannot be undone: %s".formatted(step, e.getMessage()));
    }
    roundWeights();
  }

  /**
   * Brings back the moments of the step before; second half.
   *
   * @param gradientThere the gradient at {@link #weights}, the bits that the step used
   * @throws ReversalException if the state differs from the one on the way forward
   */
  public void restoreMoments(List<Tensor> gradientThere) {
    history.restoreMoments(step, states, gradientThere);
    if (step % hashEvery == 0 && hashes[step / hashEvery] != stateHash()) {
      throw new ReversalException(
          "the replay differs from the run between steps %d and %d"
              .formatted(step, Math.min(step + hashEvery, coefficients.steps())));
    }
    if (step == 0 && history.emptiesBuffers() && !buffersAreEmpty()) {
      throw new ReversalException("an information buffer is not empty after the replay");
    }
  }

  /** Takes one step back without differentiating anything. */
  public void backward(GradientFunction function) {
    restorePositions();
    function.evaluate(step, weights, gradient);
    restoreMoments(gradient);
  }

  private void roundWeights() {
    for (int g = 0; g < states.size(); g++) {
      states.get(g).position().copyTo(weights.get(g));
    }
  }

  /** Returns the number of steps taken and not gone back. */
  public int step() {
    return step;
  }

  /** Returns the number of steps of the whole run. */
  public int steps() {
    return coefficients.steps();
  }

  /** Returns the weights of the current step in the device's precision. Not to be modified. */
  public List<Tensor> weights() {
    return weights;
  }

  /** Returns the exact states. Not to be modified. */
  public List<GroupState> states() {
    return states;
  }

  /** Returns a 64-bit hash of every bit of the state: positions, moments, heads. */
  public long stateHash() {
    long hash = 0;
    for (GroupState state : states) {
      hash = state.hash(hash);
    }
    return hash;
  }

  /** Returns the hash of the state before the first step. */
  public long startHash() {
    return hashes[0];
  }

  /** Returns how many windows of steps a full replay compares. */
  public int hashWindows() {
    return hashes.length;
  }

  /** Returns whether every information buffer is empty, as before the first step. */
  public boolean buffersAreEmpty() {
    return states.stream().allMatch(state -> state.buffer().isEmpty());
  }

  /** Returns what going back costs, for the steps taken so far. */
  public MemoryAccount memory() {
    long parameters = groups.stream().mapToLong(ParameterGroup::size).sum();
    MemoryBits bits =
        states.stream()
            .map(state -> state.buffer().memory())
            .reduce(MemoryBits.ZERO, MemoryBits::plus);
    return new MemoryAccount(parameters, step, bits);
  }
}
