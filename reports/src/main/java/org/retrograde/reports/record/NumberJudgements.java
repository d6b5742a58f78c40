package org.retrograde.reports.record;

import java.util.List;

/**
 * How numbers are predicted.
 *
 * @param all one a setting
 */
public record NumberJudgements(List<NumberJudgement> all) implements ListFinding<NumberJudgement> {

  /** Copies the list. */
  public NumberJudgements {
    all = List.copyOf(all);
  }
}
