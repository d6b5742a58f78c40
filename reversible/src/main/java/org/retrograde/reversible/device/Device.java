package org.retrograde.reversible.device;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Makes the arrays of a training run and runs every kernel on them.
 *
 * <p>A device may do its work while the host goes on, in the order in which a thread asks for it:
 * the host waits where it reads a {@link Scalar}, copies an array, or calls {@link #settle}.
 *
 * <p>Handles are opaque: nothing outside a device may assume where their elements live or in which
 * order. A device may be shared between threads. The handles that it makes may not, nor a {@link
 * Scalar} asked of them, except that any thread may read a tensor that nobody modifies any more. A
 * kernel may still be at work when its method has returned: what the next one of the thread does
 * comes after it, and who reads a number or an array waits. Integer kernels ({@link Lanes}, {@link
 * Words}) have the same bits on every device; real ones ({@link Tensor}) agree within the bounds
 * stated there, and repeat their own bits on the same device, processor, BLAS build and thread
 * count.
 */
public interface Device extends AutoCloseable {

  /** Returns the name by which the command line chooses this device. */
  String name();

  /** Returns the precision of weights, activations and gradients. */
  Precision precision();

  /**
   * Makes a matrix of zeros.
   *
   * @param precision element type
   * @param rows at least 1
   * @param cols at least 1
   */
  Tensor tensor(Precision precision, int rows, int cols);

  /** Makes a matrix of zeros in this device's own precision. */
  default Tensor tensor(int rows, int cols) {
    return tensor(precision(), rows, cols);
  }

  /**
   * Makes a vector of 64-bit integers, all zero.
   *
   * @param length at least 1
   */
  Lanes lanes(int length);

  /**
   * Makes a vector of 16-bit words, all zero.
   *
   * @param length at least 1
   */
  Words words(int length);

  /**
   * Copies row numbers to where {@link Tensor#assignRows} and {@link Tensor#addToRows} read them.
   *
   * @param numbers at least one; repeats allowed
   * @throws IndexOutOfBoundsException if one is negative
   */
  default RowNumbers rowNumbers(int[] numbers) {
    int[] kept = numbers.clone();
    for (int number : kept) {
      Objects.checkIndex(number, Integer.MAX_VALUE);
    }
    return kept::clone;
  }

  /**
   * Returns the bytes outside the Java heap that arrays and scratch of this kind take at present.
   */
  long nativeBytes();

  /** Returns the most bytes that arrays may take in all. */
  default long memoryBytes() {
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * Returns the bytes that arrays may yet take, where the device has memory of its own; nothing
   * where they are the computer's.
   */
  default OptionalLong freeBytes() {
    return OptionalLong.empty();
  }

  /** Returns whether arrays are in a memory of the device's own, and not in the computer's. */
  default boolean hasOwnMemory() {
    return freeBytes().isPresent();
  }

  /**
   * Runs operations on vectors of one length, elementwise ones and sums, which a device may do a
   * piece of all vectors at a time, so that what one leaves is at hand for the next. Other
   * operations may be among them: what came before is done first. Results are the same bits, but a
   * {@link LaneRangeException} may come as late as the end.
   *
   * @param operations of this thread
   */
  default void inOnePass(Runnable operations) {
    operations.run();
  }

  /**
   * Waits for all work that this thread has given to the device, and reports what has not been
   * reported. A device that refuses at once has nothing to wait for.
   *
   * @throws LaneRangeException for the earliest of the vectors that left the range since the last
   *     report; what came later of that work is reported with it
   */
  default void settle() {}

  /** Returns what decides the bits of real kernels here: BLAS, its kernel, threads. */
  Map<String, String> describe();

  @Override
  void close();
}
