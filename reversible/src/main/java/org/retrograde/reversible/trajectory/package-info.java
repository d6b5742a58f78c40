/** A training run forward and backward, its memory accounted in bits. */
@NullMarked
package org.retrograde.reversible.trajectory;

import org.jspecify.annotations.NullMarked;
