package org.retrograde.experiments.tracking;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.retrograde.reports.record.RunStatus;

/**
 * Where somebody follows runs. Called from one thread, in this order. A call that throws an {@link
 * IOException} is made again later; one that throws anything else is not.
 */
interface Tracker {

  /** A run begins, or goes on. */
  void begin(TrackedRun run) throws IOException;

  /**
   * Numbers of the run.
   *
   * @param series what they belong to: an arm, or none for the run itself
   */
  void points(String series, List<Point> points) throws IOException;

  /**
   * The run has ended.
   *
   * @param files what it has written
   */
  void end(RunStatus status, List<Path> files) throws IOException;
}
