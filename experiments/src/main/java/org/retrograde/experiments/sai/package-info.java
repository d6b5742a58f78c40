/** Rates by the signal-to-noise ratio of first gradients, beside learnt ones. */
@NullMarked
package org.retrograde.experiments.sai;

import org.jspecify.annotations.NullMarked;
