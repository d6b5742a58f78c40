/** How initial weights, multipliers and learning rates depend on width. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.parametrization;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
