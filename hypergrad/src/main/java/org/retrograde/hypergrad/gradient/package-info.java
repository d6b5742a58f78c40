/** Differentiation of a whole training run. */
@NullMarked
package org.retrograde.hypergrad.gradient;

import org.jspecify.annotations.NullMarked;
