package org.retrograde.reversible.exact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the spilled words of a run go: memory up to a budget, then a file.
 *
 * <p>The file is made when it is first needed, written at its end and read back from there, through
 * one channel. It is opened to be deleted on close, which POSIX systems do by taking its name away
 * at once, so that it goes with the process however that ends.
 *
 * <p>One run uses it, in one thread.
 */
public final class SpillSpace implements AutoCloseable {

  private static final int CHUNK_BYTES = 1 << 16;

  private final long budgetBytes;
  private final Path folder;
  private long memoryBytes;
  private long fileBytes;
  private @Nullable FileChannel channel;
  private @Nullable ByteBuffer chunk;

  /**
   * Makes an empty space.
   *
   * @param budgetBytes memory for words, at least 0
   * @param folder where the file is made if need be
   */
  public SpillSpace(long budgetBytes, Path folder) {
    if (budgetBytes < 0) {
      throw new IllegalArgumentException("the budget must be at least 0 bytes, got " + budgetBytes);
    }
    this.budgetBytes = budgetBytes;
    this.folder = folder;
  }

  /** Returns a space that never needs a file. */
  public static SpillSpace inMemory() {
    return new SpillSpace(Long.MAX_VALUE, Path.of(""));
  }

  /** Returns the bytes of words in memory. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** Returns the bytes of words in the file. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Returns whether more words are in memory than the budget allows. */
  boolean isOverBudget() {
    return memoryBytes > budgetBytes;
  }

  /** Counts words that came into memory, or left it. */
  void countMemory(long bytes) {
    memoryBytes += bytes;
  }

  /**
   * Writes words at the end of the file.
   *
   * @return where they stand
   * @throws UncheckedIOException if the file cannot be written; says where it was to be
   */
  long write(short[] words) {
    long start = fileBytes;
    try {
      FileChannel file = open();
      ByteBuffer buffer = buffer();
      for (int from = 0; from < words.length; from += CHUNK_BYTES / Short.BYTES) {
        int count = Math.min(words.length - from, CHUNK_BYTES / Short.BYTES);
        buffer.clear().asShortBuffer().put(words, from, count);
        buffer.limit(count * Short.BYTES);
        while (buffer.hasRemaining()) {
          fileBytes += file.write(buffer, fileBytes);
        }
      }
      return start;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot spill to a file in " + folder.toAbsolutePath() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads words back and, where they were the last of the file, gives their room back.
   *
   * @param start as {@link #write} returned it
   */
  short[] read(long start, int length) {
    short[] words = new short[length];
    try {
      FileChannel file = open();
      ByteBuffer buffer = buffer();
      long position = start;
      for (int from = 0; from < length; from += CHUNK_BYTES / Short.BYTES) {
        int count = Math.min(length - from, CHUNK_BYTES / Short.BYTES);
        buffer.clear().limit(count * Short.BYTES);
        while (buffer.hasRemaining()) {
          int read = file.read(buffer, position);
          if (read < 0) {
            throw new IOException("the file ends before the words do");
          }
          position += read;
        }
        buffer.flip().asShortBuffer().get(words, from, count);
      }
      if (position == fileBytes) {
        fileBytes = start;
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read spilled words back from " + folder.toAbsolutePath() + ": " + e.getMessage(),
          e);
    }
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("spill-" + UUID.randomUUID() + ".bin"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return channel;
  }

  private ByteBuffer buffer() {
    if (chunk == null) {
      chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    }
    return chunk;
  }

  /** Removes the file. Words in it are lost. */
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the spill file: " + e.getMessage(), e);
    }
  }
}
