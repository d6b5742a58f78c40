/**
 * Which hyperparameters matter over a box: exactly, by the slopes of the final loss, and as fANOVA
 * estimates it from trials.
 */
@NullMarked
package org.retrograde.experiments.importance;

import org.jspecify.annotations.NullMarked;
