/** Differentiation of a whole training run. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.gradient;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
