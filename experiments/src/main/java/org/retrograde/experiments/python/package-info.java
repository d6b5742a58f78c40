/** Models that stay in Python: a worker process evaluates what the exact engine here steps by. */
@NullMarked
package org.retrograde.experiments.python;

import org.jspecify.annotations.NullMarked;
