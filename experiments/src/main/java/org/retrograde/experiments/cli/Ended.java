package org.retrograde.experiments.cli;

import java.io.IOException;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** Says of a run whose process could not say it that it has ended. */
final class Ended {

  private static final String KILLED =
      "its process ended without a word: it was killed, crashed or lost power; what is shown was"
          + " finished before, and --resume goes on";

  private Ended() {}

  /** Changes the manifest if it says that the run goes on and no process is at work on it. */
  static void say(RunDirectory directory) throws IOException {
    Manifest manifest = directory.read().manifest();
    if (manifest.status() == RunStatus.RUNNING && !KeptResults.isInUse(directory.trialsFile())) {
      directory.writeManifest(manifest.ended(RunStatus.INTERRUPTED, KILLED));
    }
  }
}
