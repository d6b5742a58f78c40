/** The tuned result, ready to train at any width. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.hypergrad.recipe;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
