/** What a training problem must supply. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.objective;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
