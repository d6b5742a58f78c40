package org.retrograde.models.table;

import org.retrograde.reversible.word.Keyword;

/** What stands between two cells of a row. */
public enum Separator implements Keyword {
  /** Told from the first rows. */
  AUTO("told from the first rows", '\0'),
  /** A comma. */
  COMMA("`,`", ','),
  /** A semicolon, where commas are in numbers. */
  SEMICOLON("`;`", ';'),
  /** A tab. */
  TAB("a tab", '\t'),
  /** A vertical bar. */
  PIPE("`|`", '|');

  private final String meaning;
  private final char character;

  Separator(String meaning, char character) {
    this.meaning = meaning;
    this.character = character;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  char character() {
    return character;
  }
}
