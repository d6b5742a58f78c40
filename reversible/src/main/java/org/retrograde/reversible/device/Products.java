package org.retrograde.reversible.device;

import org.retrograde.reversible.word.Keyword;

/** How matrix products of {@link Precision#FLOAT32} are computed. */
public enum Products implements Keyword {
  /** Every factor with its 24 significant bits. */
  FLOAT32("as exactly as single precision allows"),
  /**
   * Tensor cores: every factor rounded to 11 significant bits, a relative 2^-11, and summed in
   * float32. Products alone: whatever is summed exactly, reversal with it, is as before.
   */
  TF32("on tensor cores, with factors rounded to 11 significant bits (`cuda` alone)"),
  /** As exactly as FLOAT32, by one library whatever the shapes. */
  ONEDNN("as `float32`, by oneDNN alone (`host` alone)"),
  /** As exactly as FLOAT32, by one library whatever the shapes. */
  OPENBLAS("as `float32`, by OpenBLAS alone (`host` alone)");

  private final String meaning;

  Products(String meaning) {
    this.meaning = meaning;
  }

  /** Returns whether there are no such products of doubles. */
  public boolean needsFloat32() {
    return this == TF32 || this == ONEDNN;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
