package org.retrograde.models.data;

import org.retrograde.reversible.word.Keyword;

/** What the first line of a CSV file is. */
public enum CsvHeader implements Keyword {
  /** Told from its cells. */
  AUTO("a header if no cell of it, or not that of the label, is a number"),
  /** Always a header. */
  FIRST_ROW("always the first row, numbers or not"),
  /** Never a header. */
  NONE("none: the first row is data");

  private final String meaning;

  CsvHeader(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
