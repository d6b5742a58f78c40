package org.retrograde.reversible.trajectory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which states to keep so that the steps 0 .. T - 1 can be visited backward: a tree of k branches,
 * walked from right to left. Step t, written in base k, is reached from the root by its digits;
 * kept are the left siblings of the path to the step that is needed next, and the path itself.
 *
 * <p>At most (k - 1) ceil(log_k T) + 1 states are kept at a time, and every step is taken again at
 * most ceil(log_k T) - 1 times.
 *
 * @param arity k, at least 2
 * @see <a href="https://arxiv.org/abs/2503.13751">Engstrom et al. (2025)</a>, section 3: REPLAY
 */
public record CheckpointTree(int arity) {

  /**
   * Returns whether the state before {@code step} is kept on the way to {@code target}.
   *
   * @param step at most {@code target}
   */
  boolean keeps(int step, int target) {
    long stride = 1;
    while (stride <= Math.max(step, 1)) {
      long parent = stride * arity;
      if (step % stride == 0 && step / parent == target / parent) {
        return true;
      }
      stride = parent;
    }
    return step == 0;
  }

  /** Returns what visiting all steps backward costs, by walking through it without any state. */
  public Cost cost(int steps) {
    Deque<Integer> kept = new ArrayDeque<>();
    for (int step = 0; step < steps; step++) {
      keep(step, steps - 1, kept);
    }
    int states = kept.size();
    long again = 0;
    for (int target = steps - 1; target >= 0; target--) {
      int from = kept.element();
      for (int step = from + 1; step <= target; step++) {
        keep(step, target, kept);
      }
      again += target - from;
      states = Math.max(states, kept.size() + (again > 0 ? 1 : 0));
      kept.pop();
    }
    return new Cost(states, again);
  }

  private void keep(int step, int target, Deque<Integer> kept) {
    if (keeps(step, target)) {
      kept.push(step);
    }
  }

  /**
   * What a way back costs.
   *
   * @param states most states kept at a time, the one that is trained again included
   * @param stepsAgain steps taken again
   */
  public record Cost(int states, long stepsAgain) {}
}
