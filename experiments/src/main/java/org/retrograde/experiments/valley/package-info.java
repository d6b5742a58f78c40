/** Optimizers on problems, by budgets of tuning and schedules, with one that learns beside them. */
@NullMarked
package org.retrograde.experiments.valley;

import org.jspecify.annotations.NullMarked;
