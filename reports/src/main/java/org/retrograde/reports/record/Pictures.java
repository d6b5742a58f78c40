package org.retrograde.reports.record;

import java.util.List;

/**
 * What was tuned that is a picture.
 *
 * @param all one set a hyperparameter
 */
public record Pictures(List<PictureSet> all) implements ListFinding<PictureSet> {

  /** Copies the list. */
  public Pictures {
    all = List.copyOf(all);
  }
}
