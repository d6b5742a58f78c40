package org.retrograde.reversible.exact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.storage.FileReasons;
import org.retrograde.reversible.storage.UnseenFile;

/**
 * Where the spilled words of a run go, and the logs of its decays: memory up to a budget, then a
 * file.
 *
 * <p>The file is made when it is first needed, written at its end and read back from there, through
 * one channel. Nobody else can see it, and it goes with the process, see {@link UnseenFile}; but
 * for the {@linkplain #into named} file of a run that keeps archives of its state. That one
 * outlives the process, and what it held at {@link #force} is never overwritten.
 *
 * <p>One run uses it, in one thread.
 */
public final class SpillSpace implements AutoCloseable {

  private static final int CHUNK_BYTES = 1 << 16;

  private final long budgetBytes;
  private final Path folder;
  private final @Nullable Path named;
  private long memoryBytes;
  private long fileBytes;
  private long forcedBytes;
  private @Nullable FileChannel channel;
  private @Nullable ByteBuffer chunk;

  /**
   * Makes an empty space.
   *
   * @param budgetBytes memory for words and logs, at least 0
   * @param folder where the file is made if need be
   */
  public SpillSpace(long budgetBytes, Path folder) {
    this(budgetBytes, folder, null);
  }

  private SpillSpace(long budgetBytes, Path folder, @Nullable Path named) {
    if (budgetBytes < 0) {
      throw new IllegalArgumentException("the budget must be at least 0 bytes, got " + budgetBytes);
    }
    this.budgetBytes = budgetBytes;
    this.folder = folder;
    this.named = named;
  }

  /**
   * Makes an empty space with a file that outlives the process; whoever names it deletes it.
   *
   * @param folder there is one
   * @param name of the file; whatever it holds is lost when it is first needed, but for what {@link
   *     #cut} leaves
   */
  public static SpillSpace into(long budgetBytes, Path folder, String name) {
    return new SpillSpace(budgetBytes, folder, folder.resolve(name));
  }

  /** Returns a space that never needs a file. */
  public static SpillSpace inMemory() {
    return new SpillSpace(Long.MAX_VALUE, Path.of(""));
  }

  /** Returns the bytes in memory. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** Returns the bytes in the file. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Returns whether more is in memory than the budget allows. */
  boolean isOverBudget() {
    return memoryBytes > budgetBytes;
  }

  /** Counts what came into memory, or left it. */
  void countMemory(long bytes) {
    memoryBytes += bytes;
  }

  /** Puts some of the numbers of an array into a buffer, or gets them from there. */
  private interface Copy {

    void go(ByteBuffer chunk, int from, int count);
  }

  /**
   * Writes words at the end of the file.
   *
   * @return where they stand
   * @throws UncheckedIOException if the file cannot be written; says where it was to be
   */
  long write(short[] words) {
    return write(
        words.length,
        Short.BYTES,
        (chunk, from, count) -> chunk.asShortBuffer().put(words, from, count));
  }

  /** Writes longs, as {@link #write(short[])} does words. */
  long write(long[] longs) {
    return write(
        longs.length,
        Long.BYTES,
        (chunk, from, count) -> chunk.asLongBuffer().put(longs, from, count));
  }

  private long write(int length, int bytes, Copy put) {
    long start = Math.max(fileBytes, forcedBytes);
    try {
      FileChannel file = open();
      ByteBuffer buffer = buffer();
      fileBytes = start;
      for (int from = 0; from < length; from += CHUNK_BYTES / bytes) {
        int count = Math.min(length - from, CHUNK_BYTES / bytes);
        put.go(buffer.clear(), from, count);
        buffer.limit(count * bytes);
        while (buffer.hasRemaining()) {
          fileBytes += file.write(buffer, fileBytes);
        }
      }
      return start;
    } catch (IOException e) {
      throw UnseenFile.refused("cannot spill to", folder, e);
    }
  }

  /**
   * Reads words back and, where they were the last of the file, gives their room back.
   *
   * @param start as {@link #write(short[])} returned it
   */
  short[] readWords(long start, int length) {
    short[] words = new short[length];
    read(
        start,
        length,
        Short.BYTES,
        (chunk, from, count) -> chunk.asShortBuffer().get(words, from, count));
    return words;
  }

  /** Reads longs back, as {@link #readWords} does words. */
  long[] readLongs(long start, int length) {
    long[] longs = new long[length];
    read(
        start,
        length,
        Long.BYTES,
        (chunk, from, count) -> chunk.asLongBuffer().get(longs, from, count));
    return longs;
  }

  private void read(long start, int length, int bytes, Copy get) {
    try {
      FileChannel file = open();
      ByteBuffer buffer = buffer();
      long position = start;
      for (int from = 0; from < length; from += CHUNK_BYTES / bytes) {
        int count = Math.min(length - from, CHUNK_BYTES / bytes);
        buffer.clear().limit(count * bytes);
        while (buffer.hasRemaining()) {
          int read = file.read(buffer, position);
          if (read < 0) {
            throw new IOException("the file ends before what was spilled does");
          }
          position += read;
        }
        get.go(buffer.flip(), from, count);
      }
      if (position == fileBytes) {
        fileBytes = start;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read back what was spilled to %s: %s"
              .formatted(folder.toAbsolutePath(), FileReasons.of(e)),
          e);
    }
  }

  /**
   * Brings what is in the file to the disk, and keeps it there.
   *
   * @return the bytes of the file, for {@link #cut}
   */
  public long force() throws IOException {
    if (channel != null) {
      channel.force(false);
    }
    forcedBytes = Math.max(forcedBytes, fileBytes);
    return forcedBytes;
  }

  /**
   * Takes the named file over from a process that ended, as it was at a {@link #force}.
   *
   * @param bytes that were returned then
   * @throws IOException if the file has not as many; nothing has then changed
   */
  public void cut(long bytes) throws IOException {
    if (bytes > 0) {
      FileChannel found =
          FileChannel.open(
              Objects.requireNonNull(named), StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (found.size() < bytes) {
        found.close();
        throw new IOException(
            "%s has %d bytes where it had %d".formatted(named, Files.size(named), bytes));
      }
      channel = found.truncate(bytes);
    }
    fileBytes = bytes;
    forcedBytes = bytes;
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      channel =
          named == null
              ? UnseenFile.open(folder, "spill")
              : FileChannel.open(
                  named,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
    }
    return channel;
  }

  private ByteBuffer buffer() {
    if (chunk == null) {
      chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    }
    return chunk;
  }

  /** Closes the file, and removes it unless it was named. */
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the spill file: " + FileReasons.of(e), e);
    }
  }
}
