/** Derivative checks against plain double arithmetic. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.check;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
