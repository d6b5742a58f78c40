package org.retrograde.models.data;

import org.retrograde.reversible.word.Keyword;

/** What one token of a text is. */
public enum TextUnit implements Keyword {
  /** A character of Unicode; the vocabulary is those that occur in the text. */
  CHARACTERS("characters, those of the file"),
  /** A byte of UTF-8; the vocabulary is all 256. */
  BYTES("bytes of UTF-8");

  private final String meaning;

  TextUnit(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
