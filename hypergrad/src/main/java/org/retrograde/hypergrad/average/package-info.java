/** Means of a run's positions, by which the run is judged in the place of the last one. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.average;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
