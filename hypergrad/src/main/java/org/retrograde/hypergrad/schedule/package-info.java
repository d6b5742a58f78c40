/** Learning-rate schedules, their compositions and their catalogue. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.schedule;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
