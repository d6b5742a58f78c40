/** A network that learns the function of another one. */
@NullMarked
package org.retrograde.experiments.teacher;

import org.jspecify.annotations.NullMarked;
