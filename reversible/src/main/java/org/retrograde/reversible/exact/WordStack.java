package org.retrograde.reversible.exact;

import java.util.ArrayDeque;
import java.util.Deque;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Words;

/**
 * A stack of 16-bit words, pushed and popped one whole vector of lanes at a time. The newest are on
 * the device; the oldest go to the file of a {@link SpillSpace} when that is over its budget, and
 * come back one vector at a time.
 */
final class WordStack {

  private final Device device;
  private final int lanes;
  private final SpillSpace space;
  private final Deque<Words> resident = new ArrayDeque<>();
  private final Deque<Long> inFile = new ArrayDeque<>();

  WordStack(Device device, int lanes, SpillSpace space) {
    this.device = device;
    this.lanes = lanes;
    this.space = space;
  }

  /** Moves the low 16 bits of every lane onto the stack and shifts the lanes right by 16. */
  void push(Lanes heads) {
    Words words = device.words(lanes);
    heads.spill(words);
    resident.addLast(words);
    space.countMemory(bytes());
    while (space.isOverBudget() && !resident.isEmpty()) {
      moveOldestToFile();
    }
  }

  private void moveOldestToFile() {
    try (Words oldest = resident.removeFirst()) {
      inFile.addLast(space.write(oldest.toArray()));
    }
    space.countMemory(-bytes());
  }

  /**
   * Undoes the last {@link #push}.
   *
   * @throws IllegalStateException if the stack is empty
   */
  void pop(Lanes heads) {
    if (depth() == 0) {
      throw new IllegalStateException("no words left to pop");
    }
    if (resident.isEmpty()) {
      Words words = device.words(lanes);
      words.assign(space.read(inFile.removeLast(), lanes));
      resident.addLast(words);
      space.countMemory(bytes());
    }
    try (Words newest = resident.removeLast()) {
      heads.unspill(newest);
    }
    space.countMemory(-bytes());
  }

  private long bytes() {
    return (long) Short.BYTES * lanes;
  }

  /** Returns the number of pushes that have not been popped. */
  int depth() {
    return resident.size() + inFile.size();
  }

  /** Returns the bytes that the words take, in memory and in the file. */
  long allocatedBytes() {
    return bytes() * depth();
  }
}
