/** Lets trained networks of texts write. */
@NullMarked
package org.retrograde.experiments.sample;

import org.jspecify.annotations.NullMarked;
