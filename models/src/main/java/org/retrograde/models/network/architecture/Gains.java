package org.retrograde.models.network.architecture;

import org.retrograde.reversible.word.Keyword;

/** What follows a norm. */
public enum Gains implements Keyword {
  /** Nothing. */
  NONE("none"),
  /** One factor for all columns. */
  SCALAR("one factor for all"),
  /** A factor a column. */
  VECTOR("a factor for each");

  private final String meaning;

  Gains(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
