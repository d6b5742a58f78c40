/**
 * Tuners outside of this program: the lines that they ask for trials in, who answers them, and
 * those that this program starts itself. See docs/tuners.md.
 */
@NullMarked
package org.retrograde.experiments.outside;

import org.jspecify.annotations.NullMarked;
