package org.retrograde.experiments.remote;

import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Finds files that came with trials. */
@API(status = Status.EXPERIMENTAL)
@FunctionalInterface
public interface SentFiles {

  /** Those of trials whose machines all see the same files. */
  SentFiles NONE = hash -> Optional.empty();

  /**
   * Returns where a file lies on this machine.
   *
   * @param sha256 of its bytes, in hexadecimal digits; the caller compares it
   */
  Optional<Path> find(String sha256);
}
