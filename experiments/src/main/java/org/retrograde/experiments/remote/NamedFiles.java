package org.retrograde.experiments.remote;

import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ConfigFiles;

/** The files that the config of a trial names. */
@API(status = Status.EXPERIMENTAL)
public final class NamedFiles {

  private NamedFiles() {}

  /**
   * Returns where they lie, by the keys that name them; folders are not among them.
   *
   * @throws TrialTextException if one is not there
   */
  public static Map<String, Path> of(TrialSpec trial) {
    return ConfigFiles.of(TrialText.config(trial, Map.of())).files();
  }
}
