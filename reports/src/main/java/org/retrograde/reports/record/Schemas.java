package org.retrograde.reports.record;

/** The one check that a schema name is the one expected. */
final class Schemas {

  private Schemas() {}

  /**
   * Refuses any schema but the expected one.
   *
   * @throws IllegalArgumentException if the two differ
   */
  static void require(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new IllegalArgumentException(
          "schema must be \"" + expected + "\", got \"" + actual + "\"");
    }
  }
}
