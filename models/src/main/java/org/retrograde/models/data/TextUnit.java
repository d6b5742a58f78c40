package org.retrograde.models.data;

import org.retrograde.reversible.word.Keyword;

/** What one token of a text is. */
public enum TextUnit implements Keyword {
  /** A character of Unicode; the vocabulary is those that occur in the text. */
  CHARACTERS("character", "characters, those of the file"),
  /** A byte of UTF-8; the vocabulary is all 256. */
  BYTES("byte", "bytes of UTF-8");

  private final String singular;
  private final String meaning;

  TextUnit(String singular, String meaning) {
    this.singular = singular;
    this.meaning = meaning;
  }

  /** Returns the name of one. */
  public String singular() {
    return singular;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
