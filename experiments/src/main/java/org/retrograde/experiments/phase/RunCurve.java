package org.retrograde.experiments.phase;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reports.record.TrainingCurve;

/**
 * How a run went.
 *
 * @param steps that were looked at
 * @param losses before each of them
 * @param gradientNorms at each of them, before any clip
 * @param groups one by one, or none
 */
record RunCurve(
    List<Integer> steps, List<Double> losses, List<Double> gradientNorms, List<GroupCurve> groups) {

  /** Digits that a drawing shows and more; groups are many, and take most of a results file. */
  private static final MathContext DRAWN = new MathContext(5);

  /** Copies the lists. */
  RunCurve {
    steps = List.copyOf(steps);
    losses = List.copyOf(losses);
    gradientNorms = List.copyOf(gradientNorms);
    groups = List.copyOf(groups);
  }

  /** Returns it as a finding, groups in five digits. */
  TrainingCurve of(String arm, int width, long seed) {
    return new TrainingCurve(
        arm,
        width,
        seed,
        steps,
        losses,
        gradientNorms,
        groups.stream().map(RunCurve::rounded).toList());
  }

  private static GroupCurve rounded(GroupCurve group) {
    return new GroupCurve(
        group.group(), rounded(group.gradientNorms()), rounded(group.relativeUpdates()));
  }

  private static List<Double> rounded(List<Double> values) {
    return values.stream()
        .map(
            value ->
                Double.isFinite(value)
                    ? Double.valueOf(new BigDecimal(value).round(DRAWN).doubleValue())
                    : value)
        .toList();
  }
}
