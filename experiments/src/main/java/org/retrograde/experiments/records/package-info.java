/**
 * Records of earlier runs: what there is of them, how they compare, whether they come out again.
 */
@NullMarked
package org.retrograde.experiments.records;

import org.jspecify.annotations.NullMarked;
