/** The state of a run as bytes, to be written to a file and read back to the same bits. */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reversible.archive;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
