package org.retrograde.experiments.records;

import org.jspecify.annotations.Nullable;

/**
 * What differs between two files of the same name.
 *
 * @param file its name
 * @param values how many values were compared
 * @param differing how many of them differ
 * @param first where the first of them is, or null
 */
public record FileComparison(String file, int values, int differing, @Nullable Place first) {

  /**
   * A value that differs.
   *
   * @param path fields and indices from the top, joined by slashes
   * @param then the value of the first run
   * @param now that of the second
   */
  public record Place(String path, String then, String now) {}

  /** Returns that in words. */
  public String words() {
    return first == null
        ? "%s: the same, %d value%s".formatted(file, values, values == 1 ? "" : "s")
        : "%s: %d of %d values differ; the first, %s, is %s there, %s now"
            .formatted(file, differing, values, first.path(), first.then(), first.now());
  }
}
