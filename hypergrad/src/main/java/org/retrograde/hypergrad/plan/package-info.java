/** What a hypergradient will cost under each strategy, and what it did cost. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.plan;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
