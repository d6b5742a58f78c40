/** The tuned result, ready to train at any width. */
@NullMarked
package org.retrograde.hypergrad.recipe;

import org.jspecify.annotations.NullMarked;
