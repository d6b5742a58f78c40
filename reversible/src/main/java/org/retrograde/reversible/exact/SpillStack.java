package org.retrograde.reversible.exact;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.retrograde.reversible.archive.Archive;

/**
 * A stack of things of one size. The newest are in memory; the oldest go to the file of a {@link
 * SpillSpace} when that is over its budget, and come back one at a time.
 *
 * @param <E> such as a vector of words
 */
final class SpillStack<E> {

  private final SpillSpace space;
  private final long bytes;
  private final ToLongFunction<E> write;
  private final LongFunction<E> read;
  private final Deque<E> resident = new ArrayDeque<>();
  private final Deque<Long> inFile = new ArrayDeque<>();

  /**
   * Makes an empty stack.
   *
   * @param bytes of each
   * @param write takes one to the end of the file; returns where it stands
   * @param read makes one of what stands there
   */
  SpillStack(SpillSpace space, long bytes, ToLongFunction<E> write, LongFunction<E> read) {
    this.space = space;
    this.bytes = bytes;
    this.write = write;
    this.read = read;
  }

  void push(E newest) {
    resident.addLast(newest);
    space.countMemory(bytes);
    while (space.isOverBudget() && !resident.isEmpty()) {
      inFile.addLast(write.applyAsLong(resident.removeFirst()));
      space.countMemory(-bytes);
    }
  }

  /** Returns what was pushed last, which there must be. */
  E pop() {
    if (resident.isEmpty()) {
      return read.apply(inFile.removeLast());
    }
    space.countMemory(-bytes);
    return resident.removeLast();
  }

  /**
   * Takes what is in memory, and where the rest stands in the file.
   *
   * @param blank makes one to be read into
   * @param each takes one
   */
  void archive(Archive archive, Supplier<E> blank, UnaryOperator<E> each) {
    space.countMemory(-bytes * resident.size());
    archive.all(inFile, () -> 0L, archive::integer);
    archive.all(resident, blank, each);
    space.countMemory(bytes * resident.size());
  }

  /** Returns the number of pushes that have not been popped. */
  int depth() {
    return resident.size() + inFile.size();
  }

  /** Returns the bytes that they take, in memory and in the file. */
  long allocatedBytes() {
    return bytes * depth();
  }
}
