package org.retrograde.hypergrad.schedule;

import org.retrograde.reversible.word.Keyword;

/** How a rate falls at the end of a run. */
public enum Fall implements Keyword {
  /** Along a line. */
  LINEAR("along a line") {
    @Override
    double factor(double passed, double end) {
      return 1 - (1 - end) * passed;
    }
  },
  /** By the same factor at each step. */
  EXPONENTIAL("by the same factor at each step, so that its end must be above 0") {
    @Override
    double factor(double passed, double end) {
      return Math.pow(end, passed);
    }
  },
  /** Fast at first: 1 - sqrt(u). */
  ONE_MINUS_SQRT("as 1 minus the root of the part that is over") {
    @Override
    double factor(double passed, double end) {
      return 1 - (1 - end) * Math.sqrt(passed);
    }
  };

  private final String meaning;

  Fall(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Returns what is left of a rate.
   *
   * @param passed u, part of the fall that is over, in [0, 1)
   * @param end what would be left at 1
   */
  abstract double factor(double passed, double end);

  /**
   * Returns what is left of a rate that falls over the last part of a run and would be at its end
   * at step T.
   *
   * @param part of the steps, in [0, 1]; less than a step is none
   * @param end what would be left at step T
   */
  double last(double part, double end, int step, int steps) {
    double passed = part == 0 ? 0 : 1 - (1 - (double) step / steps) / part;
    return passed <= 0 ? 1 : factor(passed, end);
  }

  /** Throws an {@link IllegalArgumentException} if a fall cannot have these numbers. */
  void require(double part, double end) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("decay must be at least 0 and at most 1, got " + part);
    }
    if (!(end >= 0 && end <= 1)) {
      throw new IllegalArgumentException("end must be at least 0 and at most 1, got " + end);
    }
    if (this == EXPONENTIAL && end == 0) {
      throw new IllegalArgumentException(
          "a fall that is exponential never gets to an end of 0; set end, to 0.001 for instance");
    }
  }
}
