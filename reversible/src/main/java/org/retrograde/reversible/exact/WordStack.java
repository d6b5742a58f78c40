package org.retrograde.reversible.exact;

import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Words;

/**
 * A stack of 16-bit words, pushed and popped one whole vector of lanes at a time: on the device
 * while the budget of a {@link SpillSpace} allows.
 */
final class WordStack {

  private final Device device;
  private final int lanes;
  private final SpillSpace space;
  private final SpillStack<Words> vectors;

  WordStack(Device device, int lanes, SpillSpace space) {
    this.device = device;
    this.lanes = lanes;
    this.space = space;
    this.vectors = new SpillStack<>(space, (long) Short.BYTES * lanes, this::write, this::read);
  }

  private long write(Words vector) {
    try (vector) {
      return space.write(vector.toArray());
    }
  }

  private Words read(long start) {
    Words vector = device.words(lanes);
    vector.assign(space.readWords(start, lanes));
    return vector;
  }

  /** Moves the low 16 bits of every lane onto the stack and shifts the lanes right by 16. */
  void push(Lanes heads) {
    Words words = device.words(lanes);
    heads.spill(words);
    vectors.push(words);
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
    try (Words newest = vectors.pop()) {
      heads.unspill(newest);
    }
  }

  /** Takes what is in memory, and where the rest stands in the file. */
  void archive(Archive archive) {
    vectors.archive(
        archive,
        () -> device.words(lanes),
        words -> {
          archive.vector(words);
          return words;
        });
  }

  /** Returns the number of pushes that have not been popped. */
  int depth() {
    return vectors.depth();
  }

  /** Returns the bytes that the words take, in memory and in the file. */
  long allocatedBytes() {
    return vectors.allocatedBytes();
  }
}
