package org.retrograde.reversible.device.cuda;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Words;

/** Words on the card. */
final class CudaWords implements Words {

  private final CudaDevice device;
  private final int length;
  private @Nullable CudaArray array;

  CudaWords(CudaDevice device, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.device = device;
    this.length = length;
    this.array = device.zeros((long) Short.BYTES * length, true);
  }

  /** Returns where they are. */
  CudaArray array() {
    if (array == null) {
      throw new IllegalStateException("these words have been closed");
    }
    return array;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public short[] toArray() {
    short[] copy = new short[length];
    device
        .queue()
        .download(array(), length, Short.BYTES, (from, at, count) -> from.get(0, copy, at, count));
    return copy;
  }

  @Override
  public void assign(short[] words) {
    if (words.length != length) {
      throw new IllegalArgumentException(
          "lengths differ: %d words and %d values".formatted(length, words.length));
    }
    device
        .queue()
        .upload(array(), length, Short.BYTES, (to, at, count) -> to.put(0, words, at, count));
  }

  @Override
  public void close() {
    if (array != null) {
      device.queue().release(array);
      array = null;
    }
  }
}
