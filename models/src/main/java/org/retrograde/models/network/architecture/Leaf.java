package org.retrograde.models.network.architecture;

import org.retrograde.models.autodiff.Variable;

/**
 * A parameter in a forward pass.
 *
 * @param variable its numbers
 * @param multiplier what the pass multiplies them by, or their products; 1 for what is no weight
 */
public record Leaf(Variable variable, double multiplier) {}
