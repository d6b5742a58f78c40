/** The training problems that configs describe, with their hyperparameters and memory plans. */
@NullMarked
package org.retrograde.experiments.problem;

import org.jspecify.annotations.NullMarked;
