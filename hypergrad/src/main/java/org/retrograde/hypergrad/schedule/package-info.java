/** Families of learning-rate schedules. */
@NullMarked
package org.retrograde.hypergrad.schedule;

import org.jspecify.annotations.NullMarked;
