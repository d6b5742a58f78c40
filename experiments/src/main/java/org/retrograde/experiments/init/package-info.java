/** A first experiment from a file of one's own: what its columns are, and where tuning starts. */
@NullMarked
package org.retrograde.experiments.init;

import org.jspecify.annotations.NullMarked;
