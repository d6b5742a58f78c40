package org.retrograde.hypergrad.gradient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.archive.ArchiveFile;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.storage.FileReasons;

/**
 * What a checkpoint of a run costs.
 *
 * @param bytes of its file
 * @param seconds that writing it took, the copies from the device and the forcing to the disk
 *     included
 */
public record CheckpointCost(long bytes, double seconds) {

  private static final int CHUNK = 1 << 13;

  /**
   * Differentiates a run and writes a checkpoint after every step; returns what the largest of them
   * cost.
   *
   * @param more bytes to be written with each, as the longer run that it stands for would
   * @param folder where; empty again in the end
   */
  public static CheckpointCost measure(TrainingRun run, Strategy strategy, long more, Path folder) {
    try (Timing timing = new Timing(run.options().spillSpace(), more, folder)) {
      strategy.differentiate(run, timing);
      return timing.largest;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a checkpoint cannot be written to %s: %s"
              .formatted(folder.toAbsolutePath(), FileReasons.of(e)),
          e);
    }
  }

  /** Writes and times. */
  private static final class Timing implements Keeper {

    private final SpillSpace space;
    private final long more;
    private final Path own;
    private final ArchiveFile file;
    private CheckpointCost largest = new CheckpointCost(0, 0);

    Timing(SpillSpace space, long more, Path folder) throws IOException {
      this.space = space;
      this.more = more;
      this.own = Files.createTempDirectory(folder, "checkpoint");
      this.file = new ArchiveFile(own.resolve("state"));
    }

    @Override
    public SpillSpace space() {
      return space;
    }

    @Override
    public void resume(Kept run) {
      // It is measured from its start.
    }

    @Override
    public void afterStep(Kept run) {
      try {
        long start = System.nanoTime();
        space.force();
        long bytes =
            file.write(
                archive -> {
                  run.archive(archive);
                  pad(archive);
                });
        if (bytes >= largest.bytes) {
          largest = new CheckpointCost(bytes, (System.nanoTime() - start) / 1e9);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void pad(Archive archive) {
      for (long left = more / Double.BYTES; left > 0; left -= CHUNK) {
        archive.doubles(new double[(int) Math.min(left, CHUNK)]);
      }
    }

    @Override
    public void ended() {
      // What is closed is gone.
    }

    @Override
    public void close() throws UncheckedIOException {
      space.close();
      try {
        file.delete();
        Files.delete(own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
