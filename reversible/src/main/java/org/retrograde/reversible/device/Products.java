package org.retrograde.reversible.device;

import java.util.Locale;

/** How exactly matrix products of {@link Precision#FLOAT32} are computed. */
public enum Products {
  /** Every factor with its 24 significant bits. */
  FLOAT32,
  /**
   * Tensor cores: every factor rounded to 11 significant bits, a relative 2^-11, and summed in
   * float32. Products alone: whatever is summed exactly, reversal with it, is as before.
   */
  TF32;

  /** Returns the word that stands for the constant in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
