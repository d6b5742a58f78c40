package org.retrograde.reports.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Studies of a run, each with its figures.
 *
 * @param all one a study
 */
public record Studies(List<Study> all) implements ListFinding<Study> {

  /** Copies the list. */
  public Studies {
    all = List.copyOf(all);
  }

  /** Returns these and one more, which takes the place of one of its name. */
  public Studies plus(Study study) {
    List<Study> more = new ArrayList<>(all);
    more.removeIf(one -> one.name().equals(study.name()));
    more.add(study);
    return new Studies(more);
  }
}
