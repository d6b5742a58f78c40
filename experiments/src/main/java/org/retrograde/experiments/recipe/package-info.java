/** Recipes as files: what was tuned, and to what it transfers. */
@NullMarked
package org.retrograde.experiments.recipe;

import org.jspecify.annotations.NullMarked;
