package org.retrograde.experiments.cli;

import java.util.List;
import org.retrograde.reports.record.Tags;

/** Tags of a command line. */
final class TagWords {

  private TagWords() {}

  /**
   * Reads tags.
   *
   * @throws WrongInputException if one of them is none
   */
  static Tags of(List<String> words) {
    try {
      return new Tags(words);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }
}
