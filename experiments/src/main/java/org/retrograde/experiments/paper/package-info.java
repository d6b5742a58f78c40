/** Problems that experiments from the literature need and that are given as code. */
@NullMarked
package org.retrograde.experiments.paper;

import org.jspecify.annotations.NullMarked;
