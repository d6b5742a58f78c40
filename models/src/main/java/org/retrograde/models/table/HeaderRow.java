package org.retrograde.models.table;

import org.retrograde.reversible.word.Keyword;

/** What the first row of a table is. */
public enum HeaderRow implements Keyword {
  /** Told from its cells and those below. */
  AUTO("a header if its cells differ in kind from those below"),
  /** Always a header. */
  FIRST_ROW("always the first row, numbers or not"),
  /** Never a header. */
  NONE("none: the first row is data");

  private final String meaning;

  HeaderRow(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
