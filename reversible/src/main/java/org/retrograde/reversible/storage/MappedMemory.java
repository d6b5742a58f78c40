package org.retrograde.reversible.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files as memory, zeros at first. Room is given back when the collector finds that nobody can
 * reach it any more, or when the process ends.
 *
 * <p>The collector looks at the heap alone, which says nothing of files, so it is asked to look
 * once more where 256 MiB are in use and as many have been given out since it was last asked.
 */
final class MappedMemory {

  private static final long COLLECT_BYTES = 1 << 28;
  private static final int CHUNK_BYTES = 1 << 16;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong IN_USE = new AtomicLong();
  private static final AtomicLong SINCE_COLLECTION = new AtomicLong();

  private MappedMemory() {}

  /** Returns the bytes that are in use, or were when the collector last looked. */
  static long inUse() {
    return IN_USE.get();
  }

  /**
   * Makes a file and maps it. Every byte is written, because a file system that has no room left
   * says so to who writes, and stops who stores into what is mapped.
   *
   * @param owner who uses it: the only one to hold what is returned
   * @param bytes at least 1
   * @throws UncheckedIOException if there is no room; says where, and what to do
   */
  static ByteBuffer of(Object owner, int bytes, Path folder) {
    collectIfMany(bytes);
    try (FileChannel file = UnseenFile.open(folder, "numbers")) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
      for (long done = 0; done < bytes; ) {
        zeros.clear().limit((int) Math.min(CHUNK_BYTES, bytes - done));
        done += file.write(zeros, done);
      }
      ByteBuffer mapped = file.map(MapMode.READ_WRITE, 0, bytes).order(ByteOrder.nativeOrder());
      IN_USE.addAndGet(bytes);
      CLEANER.register(owner, () -> IN_USE.addAndGet(-bytes));
      return mapped;
    } catch (IOException e) {
      throw UnseenFile.refused("cannot keep %d bytes of numbers in".formatted(bytes), folder, e);
    }
  }

  private static void collectIfMany(int bytes) {
    if (SINCE_COLLECTION.addAndGet(bytes) > COLLECT_BYTES && IN_USE.get() > COLLECT_BYTES) {
      SINCE_COLLECTION.set(0);
      System.gc();
    }
  }
}
