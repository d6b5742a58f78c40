/** Whether one rate serves trainings of any length. */
@NullMarked
package org.retrograde.experiments.horizon;

import org.jspecify.annotations.NullMarked;
