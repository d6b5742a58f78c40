package org.retrograde.reversible.word;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * All that a user can choose from where a word of one kind is asked for.
 *
 * @param <T> the kind
 */
public final class Catalogue<T extends Word> {

  private final Class<T> type;
  private final Map<String, T> entries = new LinkedHashMap<>();

  private Catalogue(Class<T> type, List<T> all) {
    this.type = type;
    for (T entry : all) {
      if (entries.putIfAbsent(entry.word(), entry) != null) {
        throw new IllegalStateException(
            "two of %s are called '%s'".formatted(type.getName(), entry.word()));
      }
    }
  }

  /** Makes the catalogue of an enum, in the order of its constants. */
  public static <E extends Enum<E> & Word> Catalogue<E> of(Class<E> type) {
    return listed(type, List.of(type.getEnumConstants()));
  }

  /**
   * Makes the catalogue of what a list has and nothing else.
   *
   * @param all in the order to list them
   * @throws IllegalStateException if two have the same word
   */
  public static <T extends Word> Catalogue<T> listed(Class<T> type, List<? extends T> all) {
    return new Catalogue<>(type, List.copyOf(all));
  }

  /**
   * Makes the catalogue of an interface: what comes with the program, then what the class path
   * brings, by {@link ServiceLoader}, which asks for a public class with a constructor without
   * arguments.
   *
   * @param own in the order to list them
   * @throws IllegalStateException if two have the same word
   */
  public static <T extends Word> Catalogue<T> of(Class<T> type, List<? extends T> own) {
    List<T> all = new ArrayList<>(own);
    ServiceLoader.load(type).forEach(all::add);
    return new Catalogue<>(type, all);
  }

  /** Returns the kind. */
  public Class<T> type() {
    return type;
  }

  /** Returns all entries, in order. */
  public List<T> all() {
    return List.copyOf(entries.values());
  }

  /** Returns all words, in order. */
  public List<String> words() {
    return List.copyOf(entries.keySet());
  }

  /** Returns the entry of a word, if there is one. */
  public Optional<T> find(String word) {
    return Optional.ofNullable(entries.get(word));
  }

  /**
   * Returns the entry of a word.
   *
   * @throws IllegalArgumentException if there is none; lists those there are
   */
  public T get(String word) {
    return find(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of %s, got '%s'".formatted(String.join(", ", words()), word)));
  }
}
