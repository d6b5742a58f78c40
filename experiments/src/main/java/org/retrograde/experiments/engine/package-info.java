/** Who runs the trials of an experiment, and where their results are kept. */
@NullMarked
package org.retrograde.experiments.engine;

import org.jspecify.annotations.NullMarked;
