/** Searches for hyperparameters that need no derivatives: what hypergradients are compared with. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.search;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
