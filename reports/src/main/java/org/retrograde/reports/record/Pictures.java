package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * What was tuned that is a picture.
 *
 * @param all one set a hyperparameter
 */
public record Pictures(List<PictureSet> all) implements ListFinding<PictureSet> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Pictures {
    all = List.copyOf(all);
  }
}
