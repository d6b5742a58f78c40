/** Update rules whose step can be undone bit for bit, each with its adjoint. */
@NullMarked
package org.retrograde.reversible.optimizer;

import org.jspecify.annotations.NullMarked;
