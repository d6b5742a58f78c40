/** Named experiments and the training problems that configs describe. */
@NullMarked
package org.retrograde.experiments.suite;

import org.jspecify.annotations.NullMarked;
