package org.retrograde.models.table;

import org.retrograde.reversible.word.Keyword;

/** What the column of labels holds. */
public enum TargetKind implements Keyword {
  /** Told from the first rows. */
  AUTO("numbers where one has a fraction, else classes"),
  /** Classes, by number or name. */
  CLASSES("each different cell is a class"),
  /** Numbers to predict. */
  NUMBER("a number to predict, for loss `squared-error`");

  private final String meaning;

  TargetKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
