/** What can be trained and judged: a network, a user's own class, tasks that share weights. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.problem;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
