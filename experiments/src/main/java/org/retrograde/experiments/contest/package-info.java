/** Schedules that are searched against schedules that are learnt. */
@NullMarked
package org.retrograde.experiments.contest;

import org.jspecify.annotations.NullMarked;
