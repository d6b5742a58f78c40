/** Runs an experiment from its config to a complete run directory. */
@NullMarked
package org.retrograde.experiments.runner;

import org.jspecify.annotations.NullMarked;
