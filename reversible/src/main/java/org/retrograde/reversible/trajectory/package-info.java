/** A training run forward and backward, its memory accounted in bits. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.trajectory;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
