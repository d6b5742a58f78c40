/** Learning-rate schedules, their compositions and their catalogue. */
@NullMarked
package org.retrograde.hypergrad.schedule;

import org.jspecify.annotations.NullMarked;
