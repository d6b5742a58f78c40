/** Searches for hyperparameters that need no derivatives: what hypergradients are compared with. */
@NullMarked
package org.retrograde.hypergrad.search;

import org.jspecify.annotations.NullMarked;
