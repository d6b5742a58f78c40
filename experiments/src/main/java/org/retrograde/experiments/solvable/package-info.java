/** Training problems whose expected final loss is known for every schedule. */
@NullMarked
package org.retrograde.experiments.solvable;

import org.jspecify.annotations.NullMarked;
