package org.retrograde.models.table;

import org.retrograde.reversible.word.Keyword;

/** What stands before the fraction of a number. */
public enum DecimalSign implements Keyword {
  /** 3.14. */
  POINT("3.14"),
  /** 3,14. */
  COMMA("3,14");

  private final String meaning;

  DecimalSign(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
