/** Networks and the objectives they make. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.network;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
