/** How initial weights, multipliers and learning rates depend on width. */
@NullMarked
package org.retrograde.models.parametrization;

import org.jspecify.annotations.NullMarked;
