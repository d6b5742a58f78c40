/** The parts of an experiment, and what each finds. */
@NullMarked
package org.retrograde.experiments.phase;

import org.jspecify.annotations.NullMarked;
