/** How many steps, and how many samples, training needs at each batch size. */
@NullMarked
package org.retrograde.experiments.batch;

import org.jspecify.annotations.NullMarked;
