/** Rules that choose rates while training goes on, scored by exact hypergradients. */
@NullMarked
package org.retrograde.experiments.rule;

import org.jspecify.annotations.NullMarked;
