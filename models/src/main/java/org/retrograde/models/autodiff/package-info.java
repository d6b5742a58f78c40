/** Forward-over-reverse differentiation on device arrays. */
@NullMarked
package org.retrograde.models.autodiff;

import org.jspecify.annotations.NullMarked;
