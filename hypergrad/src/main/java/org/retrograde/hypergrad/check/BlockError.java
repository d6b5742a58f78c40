package org.retrograde.hypergrad.check;

/**
 * How far the derivatives of one block are from differences.
 *
 * @param block name of the block, such as "learning rate"
 * @param error largest absolute error of the derivatives looked at, over {@code largest}
 * @param largest magnitude of the block's largest derivative, in the units of {@link
 *     DerivativeCheck}
 */
public record BlockError(String block, double error, double largest) {}
