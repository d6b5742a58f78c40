package org.retrograde.experiments.remote;

import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.hypergrad.trial.EngineProvider;
import org.retrograde.hypergrad.trial.TrialEngine;

/**
 * Trials in a folder, for any number of processes on any machines that see it.
 *
 * @param folder where they lie
 * @param waits whether a run stays until they are done, or ends and comes back later
 */
@API(status = Status.EXPERIMENTAL)
public record Spool(String folder, boolean waits) implements EngineProvider {

  /** Makes the engine as it usually is. */
  public Spool() {
    this("spool", true);
  }

  @Override
  public String word() {
    return "spool";
  }

  @Override
  public String meaning() {
    return "other processes, which find the trials in a folder and leave their results there"
        + " (`./retrograde trial`)";
  }

  @Override
  public TrialEngine open(int atOnce, Consumer<String> says) {
    return new RemoteTrials(new SpoolEngine(SpoolEngine.folder(folder), waits, says), atOnce, says);
  }
}
