/** The default device: Java arrays, plain loops that the JIT compiles, matrix products by BLAS. */
@NullMarked
package org.retrograde.reversible.device.host;

import org.jspecify.annotations.NullMarked;
