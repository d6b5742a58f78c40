/** Descent on hyperparameters. */
@NullMarked
package org.retrograde.hypergrad.tune;

import org.jspecify.annotations.NullMarked;
