/** Descent on hyperparameters. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.tune;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
