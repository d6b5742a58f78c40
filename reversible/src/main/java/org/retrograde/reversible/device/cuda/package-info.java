/**
 * Device {@code cuda}: arrays and kernels on an NVIDIA card, by the driver's own interface.
 *
 * <p>Operations are recorded, and launched when somebody asks for a number. A list of operations
 * that comes again is made a plan: chains of elementwise operations become one kernel each, equal
 * kernels of several arrays one launch, and the whole list one CUDA graph. See docs/gpu.md.
 */
@NullMarked
package org.retrograde.reversible.device.cuda;

import org.jspecify.annotations.NullMarked;
