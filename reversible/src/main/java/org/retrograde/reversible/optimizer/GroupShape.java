package org.retrograde.reversible.optimizer;

/**
 * What an optimizer may ask about a parameter group.
 *
 * @param rows numbers that enter a unit, for a matrix
 * @param cols units, for a matrix
 * @param isHiddenMatrix whether it is a matrix of weights between hidden layers, both of whose
 *     sides grow with the width of a network
 */
public record GroupShape(int rows, int cols, boolean isHiddenMatrix) {}
