/** Measures what happens to a network's training as the network gets wider. */
@NullMarked
package org.retrograde.experiments.width;

import org.jspecify.annotations.NullMarked;
