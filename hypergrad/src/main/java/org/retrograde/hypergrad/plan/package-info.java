/** What a hypergradient will cost under each strategy, and what it did cost. */
@NullMarked
package org.retrograde.hypergrad.plan;

import org.jspecify.annotations.NullMarked;
