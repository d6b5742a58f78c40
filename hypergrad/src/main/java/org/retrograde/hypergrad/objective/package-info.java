/** What a training problem must supply. */
@NullMarked
package org.retrograde.hypergrad.objective;

import org.jspecify.annotations.NullMarked;
