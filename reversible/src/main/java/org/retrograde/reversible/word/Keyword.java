package org.retrograde.reversible.word;

import java.util.Locale;

/** An enum constant whose word is its name in lower case, with dashes. */
public interface Keyword extends Word {

  /** Returns the name of the constant, which every enum has. */
  String name();

  @Override
  default String word() {
    return word(name());
  }

  /** Returns the word of a constant's name. */
  static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
