/** Named hyperparameters with shapes, transforms, and the place where they enter a run. */
@NullMarked
package org.retrograde.hypergrad.hyperparameter;

import org.jspecify.annotations.NullMarked;
