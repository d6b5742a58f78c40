package org.retrograde.experiments.cli;

import org.retrograde.experiments.range.RangeTest;
import picocli.CommandLine.Option;

/** The options of a range test. */
final class RangeOptions {

  @Option(
      names = "--range-test",
      required = true,
      description = {
        "Makes a learning-rate range test instead: one run whose rate rises at every step, the"
            + " rates that this suggests, and the exact derivative of whole runs at those. Needs no"
            + " section sweep; writes range-test.json and range-test.html."
      })
  private boolean asked;

  @Option(
      names = "--from",
      paramLabel = "RATE",
      defaultValue = "1e-6",
      description = "The first rate of a range test; ${DEFAULT-VALUE} if not given.")
  private double from;

  @Option(
      names = "--to",
      paramLabel = "RATE",
      defaultValue = "10",
      description = "Its last rate; ${DEFAULT-VALUE} if not given.")
  private double to;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Its steps; ${DEFAULT-VALUE} if not given.")
  private int steps;

  boolean isAsked() {
    return asked;
  }

  /** Returns the test that was asked for. */
  RangeTest test() {
    try {
      return new RangeTest(from, to, steps);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException("--from, --to, --steps: " + e.getMessage());
    }
  }
}
