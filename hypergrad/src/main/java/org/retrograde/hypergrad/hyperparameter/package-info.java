/** Named hyperparameters with shapes, transforms, and the place where they enter a run. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.hyperparameter;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
