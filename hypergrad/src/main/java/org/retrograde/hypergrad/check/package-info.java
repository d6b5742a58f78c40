/** Derivative checks against plain double arithmetic. */
@NullMarked
package org.retrograde.hypergrad.check;

import org.jspecify.annotations.NullMarked;
