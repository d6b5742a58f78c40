package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Words;

/** Words in a {@code short[]}. */
final class HostWords implements Words {

  final short[] data;

  HostWords(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.data = new short[length];
  }

  @Override
  public int length() {
    return data.length;
  }

  @Override
  public short[] toArray() {
    return data.clone();
  }

  @Override
  public void assign(short[] words) {
    if (words.length != data.length) {
      throw new IllegalArgumentException(
          "lengths differ: %d words and %d values".formatted(data.length, words.length));
    }
    System.arraycopy(words, 0, data, 0, data.length);
  }

  @Override
  public void close() {
    // The collector takes the array.
  }
}
