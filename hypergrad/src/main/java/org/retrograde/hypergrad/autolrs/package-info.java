/** AutoLRS: learning rates searched stage by stage, by forecasts of the loss from short windows. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.autolrs;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
