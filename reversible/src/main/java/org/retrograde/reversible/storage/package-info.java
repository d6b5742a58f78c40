/** Numbers that a run has for each of its steps: on the heap while they are few, then in files. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.storage;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
