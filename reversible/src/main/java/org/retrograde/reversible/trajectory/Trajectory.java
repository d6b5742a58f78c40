package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedRangeException;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.optimizer.GradientClip;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.UpdateRule;

/**
 * A training run as a map on integer states, taken step by step forward and back.
 *
 * <p>Going back at step t has two halves, because the gradient must be evaluated between them:
 * {@link #restorePositions} brings x_t back and rounds it into {@link #weights}; the caller
 * evaluates the gradient there; {@link #restoreMoments} brings the moments back. A 64-bit hash of
 * every bit of the state is taken every {@code hashEvery} steps forward and compared on the way
 * back, so that a difference is caught within that many steps; where a run is undone to its start,
 * all buffers must be empty there as well.
 */
public final class Trajectory {

  private final Device device;
  private final List<ParameterGroup> groups;
  private final Stepper stepper;
  private final WayBack way;
  private final History history;
  private final int hashEvery;
  private final List<GroupState> states;
  private final long[] hashes;
  private final int firstStep;
  private long firstHash;
  private int step;
  private int comparedStates;

  /**
   * Makes a run at step 0 with moments of zero.
   *
   * @param device where it lives
   * @param setup what is trained, and how
   * @param way what is kept in order to go back
   * @param start of the weights, on the same device
   * @throws DivergenceException if an initial weight is NaN, infinite or beyond the fixed point
   * @throws IllegalArgumentException if the optimizer cannot go back that way, or the start has not
   *     the shapes of the groups
   */
  public Trajectory(Device device, TrajectorySetup setup, WayBack way, Start start) {
    this.device = device;
    this.groups = setup.groups();
    this.stepper = new Stepper(device, setup);
    this.way = way;
    this.history = history(setup);
    this.firstStep = Math.min(way.firstStep(), stepper.steps());
    this.hashEvery = setup.hashEvery();
    this.hashes = new long[stepper.steps() / hashEvery + 1];
    this.states = stepper.zeros();
    place(start);
  }

  private History history(TrajectorySetup setup) {
    if (way instanceof WayBack.Checkpoints checkpoints) {
      return new CheckpointHistory(device, stepper, checkpoints);
    }
    if (way instanceof WayBack.Undo undo) {
      return new UndoHistory(device, reversible(setup), undo);
    }
    return new NoHistory();
  }

  private List<ReversibleRule> reversible(TrajectorySetup setup) {
    List<ReversibleRule> rules = new ArrayList<>();
    for (UpdateRule rule : stepper.rules()) {
      if (!(rule instanceof ReversibleRule reversible)) {
        throw new IllegalArgumentException(
            "a step of %s cannot be undone; keep states instead"
                .formatted(setup.optimizer().label()));
      }
      rules.add(reversible);
    }
    return rules;
  }

  private void place(Start start) {
    start.requireShapes(groups);
    stepper.change(Stepper.START, states, g -> start.addTo(states.get(g).position(), device, g));
    stepper.roundWeights(states);
    if (firstStep == 0) {
      firstHash = stateHash();
    }
  }

  /**
   * Takes one step forward.
   *
   * @return the training loss before the step
   * @throws DivergenceException if the loss or a parameter leaves the numbers
   */
  public double forward() {
    if (step == firstStep && step > 0) {
      firstHash = stateHash();
    }
    history.record(step, states);
    double loss = stepper.step(step, states);
    step++;
    if (step > firstStep && step < steps() && step % hashEvery == 0) {
      hashes[step / hashEvery] = stateHash();
    }
    return loss;
  }

  /** Returns a copy of the state before the next step, for {@link #restore}. */
  public Checkpoint checkpoint() {
    return Checkpoint.of(step, states, device);
  }

  /**
   * Makes the state that of a checkpoint of this run, of an earlier step or a later one. The steps
   * from there are taken as if nothing had been in between.
   *
   * @throws IllegalStateException if the run keeps a way back, which would lead elsewhere
   */
  public void restore(Checkpoint there) {
    if (!(way instanceof WayBack.None)) {
      throw new IllegalStateException("a run with a way back goes back by that alone");
    }
    there.restore(states);
    stepper.roundWeights(states);
    step = there.step();
  }

  /**
   * Takes the run as it is between two of its steps, on the way there or back, with all that it
   * needs to go on, words in the file of its {@link org.retrograde.reversible.exact.SpillSpace}
   * excepted. Where this reads, the run goes on as the one that was written would have, to the bit.
   *
   * @param archive read into a run of the same setup and way back, before its first step
   */
  public void archive(Archive archive) {
    step = archive.integer(step);
    firstHash = archive.integer(firstHash);
    archive.longs(hashes);
    comparedStates = archive.integer(comparedStates);
    history.archive(archive, states);
    states.forEach(state -> state.archive(archive));
    stepper.clip().archive(archive);
    stepper.rules().stream().distinct().forEach(rule -> rule.archive(archive));
    if (archive.reads()) {
      stepper.roundWeights(states);
    }
  }

  /**
   * Brings back the positions, and {@link #weights}, of the step before; first half.
   *
   * @throws ReversalException if the device finds at once that they leave the fixed point; else
   *     {@link #settle} reports it
   */
  public void restorePositions() {
    step--;
    try {
      history.restorePositions(step, states, stepper.weights());
    } catch (ArithmeticException e) {
      throw cannotBeUndone(e);
    }
  }

  /**
   * Brings back the moments of the step before; second half.
   *
   * @param gradientThere the gradient at {@link #weights}, clipped, the bits that the step used
   * @throws ReversalException if the state differs from the one on the way forward
   */
  public void restoreMoments(List<Tensor> gradientThere) {
    try {
      history.restoreMoments(step, states, gradientThere);
      if (step == firstStep) {
        compare(firstHash);
      } else if (step % hashEvery == 0) {
        compare(hashes[step / hashEvery]);
      }
    } catch (ArithmeticException e) {
      throw cannotBeUndone(e);
    }
    if (step == 0 && way instanceof WayBack.Undo && !buffersAreEmpty()) {
      throw new ReversalException("an information buffer is not empty after the replay");
    }
  }

  /**
   * Waits for the device, once both halves have been given to it, and reports what it found while
   * it undid the step.
   *
   * @throws ReversalException if the step cannot be undone
   */
  public void settle() {
    try {
      device.settle();
    } catch (ArithmeticException e) {
      throw cannotBeUndone(e);
    }
  }

  /**
   * Returns what a fault means that came up while the last step was undone, or when a number was
   * read meanwhile.
   */
  public ReversalException cannotBeUndone(ArithmeticException fault) {
    return new ReversalException(
        "step %d cannot be undone: %s".formatted(step, inRealNumbers(fault).getMessage()));
  }

  private ArithmeticException inRealNumbers(ArithmeticException fault) {
    if (fault instanceof LaneRangeException late) {
      for (GroupState state : states) {
        Optional<FixedRangeException> own = state.rangeFault(late);
        if (own.isPresent()) {
          return own.get();
        }
      }
    }
    return fault;
  }

  private void compare(long hash) {
    comparedStates++;
    if (hash != stateHash()) {
      throw new ReversalException(
          "the replay differs from the run between steps %d and %d"
              .formatted(step, Math.min(step + hashEvery, steps())));
    }
  }

  /** Takes one step back without differentiating anything. */
  public void backward() {
    restorePositions();
    try {
      restoreMoments(stepper.gradientAgain(step));
    } catch (LaneRangeException e) {
      throw cannotBeUndone(e);
    }
    settle();
  }

  /** Returns the number of steps taken and not gone back. */
  public int step() {
    return step;
  }

  /** Returns the number of steps of the whole run. */
  public int steps() {
    return stepper.steps();
  }

  /** Returns the step down to which the run can go back. */
  public int firstStep() {
    return firstStep;
  }

  /** Returns the weights of the current step in the device's precision. Not to be modified. */
  public List<Tensor> weights() {
    return stepper.weights();
  }

  /**
   * Returns tensors for a gradient, one a group. Every step overwrites them; between steps they are
   * the caller's.
   */
  public List<Tensor> gradient() {
    return stepper.gradient();
  }

  /** Returns the exact states. Not to be modified. */
  public List<GroupState> states() {
    return states;
  }

  /** Returns the update rule of each group, with the coefficients of this run. */
  public List<UpdateRule> rules() {
    return stepper.rules();
  }

  /** Returns the clip with its log. */
  public GradientClip clip() {
    return stepper.clip();
  }

  /** Returns a 64-bit hash of every bit of the state: positions, moments, heads. */
  public long stateHash() {
    long hash = 0;
    for (GroupState state : states) {
      hash = state.hash(hash);
    }
    return hash;
  }

  /** Returns the hash of the state before {@link #firstStep}, to which the way back leads. */
  public long firstHash() {
    return firstHash;
  }

  /** Returns how many states have been compared on the way back so far. */
  public int comparedStates() {
    return comparedStates;
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
    return new MemoryAccount(parameters, Math.max(0, step - firstStep), bits);
  }

  /** Returns the number of whole states that are kept at this moment besides the current one. */
  public int keptStates() {
    return history.states();
  }

  /** Returns how many parameters have a mean square under the floor of its arithmetic. */
  public int lanesUnderFloor() {
    return IntStream.range(0, states.size())
        .map(g -> stepper.rules().get(g).lanesUnderFloor(states.get(g)))
        .sum();
  }
}
