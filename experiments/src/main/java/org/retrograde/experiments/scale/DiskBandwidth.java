package org.retrograde.experiments.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How fast the disk of a folder takes what is written, the forcing of it included. */
public final class DiskBandwidth {

  private static final int CHUNK_BYTES = 1 << 24;
  private static final int MOST_CHUNKS = 32;
  private static final double SECONDS = 1;

  private DiskBandwidth() {}

  /**
   * Writes for about a second, at most 512 MiB, and removes it.
   *
   * @return bytes a second
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static double of(Path folder) {
    try {
      Path file = Files.createTempFile(folder, "bandwidth", null);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
        return of(channel);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of %s cannot be measured".formatted(folder), e);
    }
  }

  private static double of(FileChannel channel) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    long start = System.nanoTime();
    double seconds = 0;
    for (int chunks = 0; chunks < MOST_CHUNKS && seconds < SECONDS; chunks++) {
      chunk.clear();
      while (chunk.hasRemaining()) {
        channel.write(chunk);
      }
      channel.force(false);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return channel.size() / seconds;
  }
}
