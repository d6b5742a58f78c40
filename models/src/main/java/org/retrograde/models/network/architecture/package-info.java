/** What networks are made of: their tensors, their forward pass, and what to watch in it. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.network.architecture;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
