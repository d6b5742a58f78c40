/** The noisy quadratic, whose best rate of every step is known, and rules beside it. */
@NullMarked
package org.retrograde.experiments.oracle;

import org.jspecify.annotations.NullMarked;
