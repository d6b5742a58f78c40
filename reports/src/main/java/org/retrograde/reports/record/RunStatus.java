package org.retrograde.reports.record;

/** Where a run stands. */
public enum RunStatus {
  /** The run has started and has not said that it ended; after a crash the record stays here. */
  RUNNING,
  /** The run ended by itself with everything it set out to compute. */
  DONE,
  /** The run was stopped from outside; what it had computed is in the record. */
  INTERRUPTED,
  /** The run ended with an error, named by the manifest's message. */
  FAILED
}
