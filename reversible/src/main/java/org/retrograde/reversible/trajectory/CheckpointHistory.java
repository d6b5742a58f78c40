package org.retrograde.reversible.trajectory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;

/**
 * Goes back by having kept some states, integers and heads, on the device, and taking the steps
 * between them again. It undoes nothing, so it serves every update rule and checks those that do.
 */
final class CheckpointHistory implements History {

  private final Device device;
  private final Stepper stepper;
  private final CheckpointTree tree;
  private final int firstStep;
  private final int lastStep;
  private final Deque<Checkpoint> kept = new ArrayDeque<>();
  private @Nullable List<GroupState> replayed;

  CheckpointHistory(Device device, Stepper stepper, WayBack.Checkpoints way) {
    this.device = device;
    this.stepper = stepper;
    this.tree = new CheckpointTree(way.arity());
    this.firstStep = way.firstStep();
    this.lastStep = stepper.steps() - 1;
  }

  @Override
  public void record(int step, List<GroupState> states) {
    if (step >= firstStep) {
      keep(step, lastStep, states);
    }
  }

  private void keep(int step, int target, List<GroupState> states) {
    if (tree.keeps(step - firstStep, target - firstStep)) {
      kept.push(Checkpoint.of(step, states, device));
    }
  }

  @Override
  public void restorePositions(int step, List<GroupState> states, List<Tensor> weights) {
    if (kept.element().step() < step) {
      replayTo(step);
    }
    for (int g = 0; g < states.size(); g++) {
      states.get(g).restorePosition(kept.element().states().get(g));
      states.get(g).position().copyTo(weights.get(g));
    }
  }

  /** Takes the steps from the newest checkpoint again, in states of their own. */
  private void replayTo(int target) {
    List<GroupState> again = scratch();
    Checkpoint from = kept.element();
    from.restore(again);
    stepper.roundWeights(again);
    for (int step = from.step(); step < target; step++) {
      stepper.stepAgain(step, again);
      keep(step + 1, target, again);
    }
  }

  private List<GroupState> scratch() {
    if (replayed == null) {
      replayed = stepper.zeros();
    }
    return replayed;
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    Checkpoint there = kept.pop();
    for (int g = 0; g < states.size(); g++) {
      states.get(g).restoreMoments(there.states().get(g));
    }
  }

  @Override
  public void archive(Archive archive, List<GroupState> states) {
    archive.all(
        kept, () -> new Checkpoint(0, List.of()), checkpoint -> archived(archive, checkpoint));
  }

  /** A state says itself what it is made of, so one is made of the checkpoint, or for it. */
  private Checkpoint archived(Archive archive, Checkpoint checkpoint) {
    List<GroupState> there = scratch();
    if (!archive.reads()) {
      checkpoint.restore(there);
    }
    int step = archive.integer(checkpoint.step());
    there.forEach(state -> state.archive(archive));
    return archive.reads() ? Checkpoint.of(step, there, device) : checkpoint;
  }

  @Override
  public int states() {
    return kept.size() + (replayed == null ? 0 : 1);
  }
}
