/** Descent on hyperparameters. */
@NullMarked
package org.retrograde.hypergrad.meta;

import org.jspecify.annotations.NullMarked;
