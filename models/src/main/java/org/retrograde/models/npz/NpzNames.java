package org.retrograde.models.npz;

import org.jspecify.annotations.Nullable;

/**
 * What the arrays of a file are called.
 *
 * @param inputs of training rows, null to find them by usual names
 * @param labels of training rows, null to find them by usual names
 * @param testInputs of test rows, null to find them by usual names, if there are any
 * @param testLabels of test rows, null to find them by usual names, if there are any
 */
public record NpzNames(
    @Nullable String inputs,
    @Nullable String labels,
    @Nullable String testInputs,
    @Nullable String testLabels) {

  /** Finds all of them. */
  public static final NpzNames USUAL = new NpzNames(null, null, null, null);
}
