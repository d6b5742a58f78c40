package org.retrograde.reports.record;

import java.util.List;

/**
 * One parameter group at the steps of a {@link TrainingCurve}.
 *
 * @param group its name, such as {@code W1}
 * @param gradientNorms the 2-norm of its gradient, before any clip
 * @param relativeUpdates the 2-norm of what the step changed, over that of the weights before it;
 *     infinite where those were zero, NaN where nothing changed them either
 */
public record GroupCurve(String group, List<Double> gradientNorms, List<Double> relativeUpdates) {

  /** Copies the lists. */
  public GroupCurve {
    gradientNorms = List.copyOf(gradientNorms);
    relativeUpdates = List.copyOf(relativeUpdates);
  }
}
