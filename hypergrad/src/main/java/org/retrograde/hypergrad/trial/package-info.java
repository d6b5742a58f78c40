/** Training runs as values: what is asked for, what comes of it, and who runs them. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.trial;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
