package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.retrograde.reversible.device.Words;

/** Words in a vector of ND4J's unsigned 16-bit integers. */
final class Nd4jWords implements Words {

  private final Nd4jStore store;
  private final INDArray array;

  Nd4jWords(Nd4jStore store, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.store = store;
    this.array = store.memory().vector(DataType.UINT16, length);
  }

  /** Returns the words themselves, not a copy. */
  INDArray array() {
    return array;
  }

  @Override
  public int length() {
    return (int) array.length();
  }

  @Override
  public short[] toArray() {
    short[] words = new short[length()];
    try (INDArray wide = array.castTo(DataType.INT32)) {
      int[] values = store.memory().downloadInts(wide);
      for (int i = 0; i < words.length; i++) {
        words[i] = (short) values[i];
      }
    }
    return words;
  }

  @Override
  public void assign(short[] words) {
    if (words.length != length()) {
      throw new IllegalArgumentException(
          "lengths differ: %d words and %d values".formatted(length(), words.length));
    }
    int[] values = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Short.toUnsignedInt(words[i]);
    }
    try (INDArray wide = store.memory().upload(values)) {
      array.assign(wide);
    }
  }

  @Override
  public void close() {
    array.close();
  }
}
