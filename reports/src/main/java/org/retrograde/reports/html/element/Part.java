package org.retrograde.reports.html.element;

/** The parts of a page, from its top to its end. */
public enum Part {
  /** How the run came out. */
  OUTCOME,
  /** What was learned: hyperparameters and their derivatives. */
  LEARNED,
  /** Beside what else it stands: other widths, baselines, searches. */
  COMPARED,
  /** What it cost, and whether it can be trusted. */
  COST,
  /** Remarks, and how to run it again. */
  REMARKS
}
