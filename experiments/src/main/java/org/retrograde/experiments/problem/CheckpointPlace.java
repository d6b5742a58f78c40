package org.retrograde.experiments.problem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.hypergrad.gradient.Checkpoints;

/**
 * Where the training runs of an experiment keep their states, so that those that were interrupted
 * go on when the experiment is resumed.
 *
 * @param folder of the experiment's own; whoever names it removes it
 * @param between least time between two states of a run
 * @param versions of what trains; runs of others start anew
 */
@API(status = Status.MAINTAINED)
public record CheckpointPlace(Path folder, Duration between, Map<String, String> versions) {

  /** Copies the versions. */
  public CheckpointPlace {
    versions = Map.copyOf(versions);
  }

  /**
   * Returns what a run is told.
   *
   * @param description of its problem
   */
  Checkpoints of(String description, int width, long seed) {
    return new Checkpoints(
        folder,
        between,
        "%s %d %d %s".formatted(description, width, seed, new TreeMap<>(versions)));
  }
}
