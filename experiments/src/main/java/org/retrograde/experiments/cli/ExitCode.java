package org.retrograde.experiments.cli;

/** What the process ends with. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_INPUT = 2;
  static final int UNCLEAR = 3;
  static final int WAITING = 4;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
