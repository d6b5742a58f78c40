package org.retrograde.hypergrad.gradient;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where runs that last long keep their states, so that one whose process has ended goes on from the
 * last of them, with the bits of a run that was never disturbed.
 *
 * @param folder made if need be
 * @param between least time from the end of writing a checkpoint to the next; zero for one after
 *     every step
 * @param identity everything that the bits of a run depend on beside its settings, optimizer and
 *     options: the problem and its data, the width, the seed, the machine's device and the version
 *     of the program. Runs that differ must differ in it.
 */
public record Checkpoints(Path folder, Duration between, String identity) {

  /** Checks the time. */
  public Checkpoints {
    if (between.isNegative()) {
      throw new IllegalArgumentException(
          "the time between checkpoints must be at least 0, got " + between);
    }
  }
}
