package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum constant that has a word in YAML: its name in lower case with dashes. */
public interface Keyword {
  /**
   * Returns the name of the constant, which every enum has.
   *
   * @return upper case with underscores
   */
  String name();

  /**
   * Returns the word that stands for the constant in a configuration.
   *
   * @return lower case with dashes
   */
  @JsonValue
  default String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
