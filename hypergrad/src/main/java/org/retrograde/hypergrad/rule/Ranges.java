package org.retrograde.hypergrad.rule;

/** Refuses numbers that rules cannot have. */
final class Ranges {

  private Ranges() {}

  static void above(String name, double value) {
    require(value > 0 && Double.isFinite(value), name, "above 0 and finite", value);
  }

  static void notBelow(String name, double value, double least) {
    require(value >= least && Double.isFinite(value), name, "at least " + least, value);
  }

  /** Requires a value in (0, end). */
  static void inside(String name, double value, double end) {
    require(value > 0 && value < end, name, "above 0 and below " + end, value);
  }

  /** Requires a value in [0, 1). */
  static void fraction(String name, double value) {
    require(value >= 0 && value < 1, name, "at least 0 and below 1", value);
  }

  private static void require(boolean holds, String name, String range, double value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, range, value));
    }
  }
}
