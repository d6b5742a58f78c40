/** Logistic regression whose least loss is known. */
@NullMarked
package org.retrograde.experiments.logistic;

import org.jspecify.annotations.NullMarked;
