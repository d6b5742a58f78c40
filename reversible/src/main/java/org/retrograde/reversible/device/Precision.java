package org.retrograde.reversible.device;

import org.retrograde.reversible.word.Keyword;

/** Floating-point width of a {@link Tensor}. */
public enum Precision implements Keyword {
  /** IEEE 754 binary32. */
  FLOAT32("single precision", 4),
  /** IEEE 754 binary64. */
  FLOAT64("double precision", 8);

  private final String meaning;
  private final int bytes;

  Precision(String meaning, int bytes) {
    this.meaning = meaning;
    this.bytes = bytes;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
