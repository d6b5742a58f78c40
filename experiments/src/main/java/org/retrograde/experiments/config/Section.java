package org.retrograde.experiments.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/**
 * A section of a config whose keys this package does not know: a problem's, or a phase's that the
 * class path brings. Its word is its key.
 */
public interface Section extends Word {

  /**
   * Returns the JSON Schema (draft 2020-12) of the section: an object without keys beyond its own.
   * It may use what the schema of experiments has, as {@code "$ref": "#/$defs/count"}, and fill in
   * words, as {@code "words": "activation"}. Defaults are filled in.
   */
  String schema();

  /** Returns the record that the section is bound to, kebab-case keys to its components. */
  Class<?> type();

  /** Returns the key that a bare value stands for; empty if the section must have keys. */
  default String mainKey() {
    return "";
  }

  /** Returns catalogues that {@link #schema} and {@link #type} name beside those that there are. */
  default Map<String, Catalogue<?>> words() {
    return Map.of();
  }

  /** Returns the keys that hold paths of folders, which count from the file's folder. */
  default List<String> folders() {
    return List.of();
  }

  /**
   * Returns the keys that hold the path of a file, or a list of such, which count from the file's
   * folder.
   */
  default List<String> files() {
    return List.of();
  }

  /**
   * Returns the key whose values name experiments, built in or files, whose paths count from the
   * file's folder; empty if none does.
   */
  default String experiments() {
    return "";
  }

  /**
   * Returns the keys that hold lists of hyperparameters, {@code "$ref": "#/$defs/hyperparameter"},
   * which are checked as those of {@code tune} are.
   */
  default List<String> hyperparameters() {
    return List.of();
  }

  /**
   * Checks what the schema cannot say.
   *
   * @param settings of {@link #type}
   * @param complain is told a key, or the empty text for the section, and what is wrong with it
   */
  default void check(Object settings, BiConsumer<String, String> complain) {}

  /**
   * Requires each of some numbers to be above the one before it.
   *
   * @param key of them in the section
   * @param complain is told which is not
   */
  static <T extends Comparable<T>> void requireRising(
      String key, List<T> numbers, BiConsumer<String, String> complain) {
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i).compareTo(numbers.get(i - 1)) <= 0) {
        complain.accept(
            key + "." + i,
            "must be above the one before (%s), got %s"
                .formatted(numbers.get(i - 1), numbers.get(i)));
      }
    }
  }
}
