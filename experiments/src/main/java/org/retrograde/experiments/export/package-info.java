/** Recipes as source files of other libraries. */
@NullMarked
package org.retrograde.experiments.export;

import org.jspecify.annotations.NullMarked;
