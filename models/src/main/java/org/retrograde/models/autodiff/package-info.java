/** Forward-over-reverse differentiation on device arrays. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.autodiff;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
