package org.retrograde.reversible.device.cuda;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Lanes;

/**
 * An operation with its arguments, recorded and to be launched later. Arguments are given in the
 * order of the operation's parameters.
 */
final class Call {

  private final Operation operation;
  private final long length;
  private final int blocks;
  private final CudaArray[] arrays;
  private final long[] words;
  private int slot;
  private @Nullable Lanes reporter;
  private int givenArrays;
  private int givenWords;

  /**
   * Makes a call.
   *
   * @param length elements, at least 1; of a whole operation what its function takes it for
   * @param blocks of a whole operation; 0 where the length decides
   */
  Call(Operation operation, long length, int blocks) {
    this.operation = operation;
    this.length = length;
    this.blocks = blocks;
    this.arrays = new CudaArray[operation.arrays()];
    this.words = new long[operation.words()];
  }

  Call with(CudaArray array) {
    arrays[givenArrays++] = array;
    return this;
  }

  Call with(double value) {
    return with(Double.doubleToRawLongBits(value));
  }

  Call with(long value) {
    words[givenWords++] = value;
    return this;
  }

  Call with(double first, double second, double third) {
    return with(first).with(second).with(third);
  }

  Call with(long first, long second, long third) {
    return with(first).with(second).with(third);
  }

  /** Leaves room for a report, on lanes that do not hold what they should. */
  Call reporting(Lanes lanes) {
    reporter = lanes;
    return with(0L).with(0L);
  }

  /**
   * Says where its sums go.
   *
   * @param firstSlot where the first of them goes
   */
  void place(int firstSlot) {
    if (givenArrays != arrays.length || givenWords != words.length) {
      throw new IllegalStateException(
          "%s takes %d arrays and %d words, got %d and %d"
              .formatted(
                  operation.function(), arrays.length, words.length, givenArrays, givenWords));
    }
    slot = firstSlot;
  }

  /**
   * Says where and under which number the call reports, if it does.
   *
   * @param fault address of the fault word
   * @param tag number of this call, above 0
   */
  void tag(long fault, int tag) {
    if (reporter != null) {
      words[words.length - 2] = fault; // no operation has numbers behind its report
      words[words.length - 1] = tag;
    }
  }

  Operation operation() {
    return operation;
  }

  long length() {
    return length;
  }

  int blocks() {
    return blocks;
  }

  CudaArray array(int index) {
    return arrays[index];
  }

  int arrays() {
    return arrays.length;
  }

  long word(int index) {
    return words[index];
  }

  /** Returns where the first of its sums goes. */
  int slot() {
    return slot;
  }

  /** Returns the vector that the call reports on, or null. */
  @Nullable Lanes reporter() {
    return reporter;
  }
}
