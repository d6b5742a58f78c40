package org.retrograde.models.table;

import org.retrograde.reversible.word.Keyword;

/** What is done where a cell is missing. */
public enum MissingCells implements Keyword {
  /** The file is refused. */
  REFUSE("the file is refused"),
  /** The row is left out. */
  DROP("its row is left out"),
  /** Something stands in for it. */
  IMPUTE("a number becomes the mean of the training rows, a text a category of its own");

  private final String meaning;

  MissingCells(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
