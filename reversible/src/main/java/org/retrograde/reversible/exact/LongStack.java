package org.retrograde.reversible.exact;

import java.util.Arrays;
import org.retrograde.reversible.archive.Archive;

/**
 * A stack of longs, such as the log of a run's decays. The newest are in memory, up to 1024 of
 * them; those before go there in chunks while the budget of a {@link SpillSpace} allows, else to
 * its file.
 */
public final class LongStack {

  /** Longs of a chunk. */
  static final int CHUNK = 1024;

  private static final int FIRST = 16;

  private final SpillStack<long[]> chunks;
  private long[] top = new long[FIRST];
  private int inTop;

  /** Makes an empty stack. */
  public LongStack(SpillSpace space) {
    chunks =
        new SpillStack<>(
            space, (long) Long.BYTES * CHUNK, space::write, start -> space.readLongs(start, CHUNK));
  }

  /** Returns the bytes that a stack of so many longs takes, in memory and in the file. */
  public static long bytesOf(long longs) {
    long capacity = FIRST;
    while (capacity < Math.min(longs, CHUNK)) {
      capacity *= 2;
    }
    return Long.BYTES * (longs <= CHUNK ? capacity : (longs + CHUNK - 1) / CHUNK * CHUNK);
  }

  /** Puts a long on top. */
  public void push(long value) {
    if (inTop == CHUNK) {
      chunks.push(top);
      top = new long[CHUNK];
      inTop = 0;
    } else if (inTop == top.length) {
      top = Arrays.copyOf(top, 2 * inTop);
    }
    top[inTop++] = value;
  }

  /**
   * Takes the long on top away.
   *
   * @throws IllegalStateException if the stack is empty
   */
  public long pop() {
    if (isEmpty()) {
      throw new IllegalStateException("no longs left to pop");
    }
    if (inTop == 0) {
      top = chunks.pop();
      inTop = CHUNK;
    }
    return top[--inTop];
  }

  /** Takes what is in memory, and where the rest stands in the file. */
  public void archive(Archive archive) {
    chunks.archive(
        archive,
        () -> new long[CHUNK],
        chunk -> {
          archive.longs(chunk);
          return chunk;
        });
    inTop = archive.integer(inTop);
    int capacity = archive.integer(top.length);
    top = archive.reads() ? new long[capacity] : top;
    archive.longs(top);
  }

  /** Returns whether there is no long. */
  public boolean isEmpty() {
    return inTop == 0 && chunks.depth() == 0;
  }

  /** Returns the bytes that the longs take, in memory and in the file, with spare capacity. */
  long allocatedBytes() {
    return chunks.allocatedBytes() + (long) Long.BYTES * top.length;
  }
}
