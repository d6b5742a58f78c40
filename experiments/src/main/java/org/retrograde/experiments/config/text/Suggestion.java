package org.retrograde.experiments.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what somebody who mistyped a word may have meant. */
public final class Suggestion {
  /** Nobody mistypes a longer word; the search takes its length times that of each known one. */
  private static final int LONGEST = 60;

  private static final int SHORTEST = 3;

  private Suggestion() {}

  private static String initials(String words) {
    StringBuilder initials = new StringBuilder();
    for (String part : words.split("-", -1)) {
      initials.append(part.isEmpty() ? "" : part.substring(0, 1));
    }
    return initials.toString();
  }

  /**
   * Returns the end of a message: {@code "; did you mean 'steps'?"}, or else the list of what is
   * known.
   */
  public static String orList(String word, Collection<String> known) {
    String hint = hint(word, known);
    return hint.isEmpty() && !known.isEmpty() ? "; known are " + String.join(", ", known) : hint;
  }

  /** Returns the end of a message: {@code "; did you mean 'steps'?"}, or else nothing. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /**
   * Returns the known word whose initials these are, as {@code lr} are of {@code learning-rate};
   * else the one that begins so; else the one with the fewest edits: at most 2, or one for each
   * three letters, and fewer than the word has; of two letters one says nothing.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Optional<String> abbreviated =
        known.stream()
            .filter(candidate -> candidate.contains("-") && initials(candidate).equals(word))
            .findFirst();
    if (abbreviated.isPresent() || word.length() < SHORTEST) {
      return abbreviated;
    }
    Optional<String> longer =
        known.stream().filter(candidate -> candidate.startsWith(word)).findFirst();
    if (longer.isPresent()) {
      return longer;
    }
    int limit = Math.min(Math.max(2, word.length() / 3), word.length() - 1);
    return known.stream()
        .filter(candidate -> distance.apply(word, candidate) <= limit)
        .min(Comparator.comparing(candidate -> distance.apply(word, candidate)));
  }
}
