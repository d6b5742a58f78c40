package org.retrograde.reports.record;

/**
 * One kind of thing that a run found, as {@code results.json} keeps it: an immutable value, best a
 * record, that Jackson writes and reads back equal. A {@link FindingKind} says under which key.
 */
public interface Finding {

  /**
   * Whether nothing was found. {@link Results} keep no finding that is empty.
   *
   * @return false if not overridden
   */
  default boolean empty() {
    return false;
  }
}
