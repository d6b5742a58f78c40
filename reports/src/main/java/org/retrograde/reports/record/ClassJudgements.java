package org.retrograde.reports.record;

import java.util.List;

/**
 * How classes are predicted.
 *
 * @param all one a setting
 */
public record ClassJudgements(List<ClassJudgement> all) implements ListFinding<ClassJudgement> {

  /** Copies the list. */
  public ClassJudgements {
    all = List.copyOf(all);
  }
}
