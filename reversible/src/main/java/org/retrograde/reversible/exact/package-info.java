/** Arithmetic whose every operation can be undone: fixed point, rational decay, kept digits. */
@NullMarked
package org.retrograde.reversible.exact;

import org.jspecify.annotations.NullMarked;
