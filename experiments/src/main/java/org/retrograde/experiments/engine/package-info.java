/**
 * Who runs the trials of an experiment, where their results are kept, and what is written
 * meanwhile.
 */
@NullMarked
package org.retrograde.experiments.engine;

import org.jspecify.annotations.NullMarked;
