/** Rules that choose learning rates while training goes on, and runs by them, logged. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.rule;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
