/** Update rules whose step can be undone bit for bit, each with its adjoint. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.optimizer;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
