package org.retrograde.experiments.records;

import java.io.IOException;
import java.util.Locale;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** How a run stands now, which its manifest cannot say where its process had no time to. */
public enum RunState {
  /** A process is at work on it. */
  RUNNING,
  /** It has all that it set out to compute. */
  DONE,
  /** It was stopped, and could say so. */
  INTERRUPTED,
  /** It ended by an error. */
  FAILED,
  /** Its process ended without a word. */
  CUT_OFF,
  /** Its files cannot be read. */
  DAMAGED;

  /** Returns how a run stands of which the manifest says this. */
  static RunState of(RunStatus status, RunDirectory directory) throws IOException {
    return switch (status) {
      case RUNNING -> KeptResults.isInUse(directory.trialsFile()) ? RUNNING : CUT_OFF;
      case DONE -> DONE;
      case INTERRUPTED -> INTERRUPTED;
      case FAILED -> FAILED;
    };
  }

  /** Returns the word for it on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
