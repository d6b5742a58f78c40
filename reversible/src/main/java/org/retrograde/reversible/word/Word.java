package org.retrograde.reversible.word;

/**
 * What users choose by a word, in a config, on a command line, in a report: an optimizer, a loss, a
 * strategy. It says itself what it is called and what it is, and is found in a {@link Catalogue}.
 */
public interface Word {

  /** Returns the word: lower-case letters, digits and dashes. */
  String word();

  /** Returns what it stands for, a clause without capital and full stop, for documentation. */
  String meaning();
}
