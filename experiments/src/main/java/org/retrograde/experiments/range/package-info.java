/** The learning-rate range test. */
@NullMarked
package org.retrograde.experiments.range;

import org.jspecify.annotations.NullMarked;
