package org.retrograde.reports.record;

import java.util.Set;

/**
 * What a file holds under a key that this program does not know, written by a later version or by a
 * program with more kinds. It is kept letter by letter.
 *
 * @param json its text
 */
record UnknownFinding(String json) implements Finding {

  private static final Set<String> NOTHING = Set.of("null", "[]", "{}");

  /** Whether its text says that nothing was found; it is kept all the same. */
  boolean saysNothing() {
    return NOTHING.contains(json.replaceAll("\\s", ""));
  }
}
