/** AutoLRS, its forecasts and its choices held against exact hypergradients. */
@NullMarked
package org.retrograde.experiments.autolrs;

import org.jspecify.annotations.NullMarked;
