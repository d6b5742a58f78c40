package org.retrograde.reports.record;

import java.util.List;

/**
 * How judged runs went, step by step.
 *
 * @param all one a setting and seed
 */
public record TrainingCurves(List<TrainingCurve> all) implements ListFinding<TrainingCurve> {

  /** Copies the list. */
  public TrainingCurves {
    all = List.copyOf(all);
  }
}
