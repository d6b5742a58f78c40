package org.retrograde.reversible.device.cuda;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Words;

/** Words on the card. */
final class CudaWords implements Words {

  private final CudaQueues queues;
  private final int length;
  private @Nullable CudaArray array;
  private boolean isWritten;

  CudaWords(CudaQueues queues, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.queues = queues;
    this.length = length;
    this.array = queues.uninitialized((long) Short.BYTES * length, true);
  }

  /** Returns where they are, to be overwritten. */
  CudaArray toOverwrite() {
    isWritten = true;
    return open();
  }

  /** Returns where they are, to be read: the zeros that nobody has overwritten are written now. */
  CudaArray toRead() {
    CudaArray here = open();
    if (!isWritten) {
      isWritten = true;
      queues.own().put(new Call(Operations.CLEAR, here.bytes() / Long.BYTES, 0).with(here));
    }
    return here;
  }

  private CudaArray open() {
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
    queues
        .own()
        .download(toRead(), length, Short.BYTES, (from, at, count) -> from.get(0, copy, at, count));
    return copy;
  }

  @Override
  public void assign(short[] words) {
    if (words.length != length) {
      throw new IllegalArgumentException(
          "lengths differ: %d words and %d values".formatted(length, words.length));
    }
    queues
        .own()
        .upload(toOverwrite(), length, Short.BYTES, (to, at, count) -> to.put(0, words, at, count));
  }

  @Override
  public void close() {
    if (array != null) {
      queues.own().release(array);
      array = null;
    }
  }
}
