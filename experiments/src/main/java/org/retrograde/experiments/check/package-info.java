/** Whether hypergradients can be trusted: the check before a run, and reference cases. */
@NullMarked
package org.retrograde.experiments.check;

import org.jspecify.annotations.NullMarked;
