/** Arithmetic whose every operation can be undone: fixed point, rational decay, kept digits. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.exact;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
