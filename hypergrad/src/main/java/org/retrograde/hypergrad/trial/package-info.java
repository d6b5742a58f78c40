/** Training runs as values: what is asked for, what comes of it, and who runs them. */
@NullMarked
package org.retrograde.hypergrad.trial;

import org.jspecify.annotations.NullMarked;
