/** Arrays of a training run and the kernels on them, behind one small interface. */
@NullMarked
package org.retrograde.reversible.device;

import org.jspecify.annotations.NullMarked;
