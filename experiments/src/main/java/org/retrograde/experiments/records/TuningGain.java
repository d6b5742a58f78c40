package org.retrograde.experiments.records;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.retrograde.reports.record.MetaIteration;

/**
 * What tuning has gained, on seeds that it did not descend on.
 *
 * @param before loss of its start
 * @param after loss of the best iteration; that of the start if none is below it
 * @param iteration the best one, 0 for the start
 * @param iterations how many there were
 */
public record TuningGain(double before, double after, int iteration, int iterations) {

  /** Returns what was gained; nothing if nothing was tuned. */
  public static Optional<TuningGain> of(List<MetaIteration> iterations) {
    List<MetaIteration> checked =
        iterations.stream().filter(iteration -> iteration.checkObjective() != null).toList();
    if (checked.isEmpty()) {
      return Optional.empty();
    }
    MetaIteration start = checked.get(0);
    MetaIteration best = start;
    for (MetaIteration iteration : checked) {
      best = iteration.best() ? iteration : best;
    }
    return Optional.of(
        new TuningGain(
            Objects.requireNonNull(start.checkObjective()),
            Objects.requireNonNull(best.checkObjective()),
            best.equals(start) ? 0 : best.iteration(),
            iterations.get(iterations.size() - 1).iteration()));
  }
}
