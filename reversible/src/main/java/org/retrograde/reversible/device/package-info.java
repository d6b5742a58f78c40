/** Arrays of a training run and the kernels on them, behind one small interface. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.device;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
