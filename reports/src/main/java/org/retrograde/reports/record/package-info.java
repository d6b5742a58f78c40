/**
 * The versioned record of a run: what an experiment writes into its run directory and what a report
 * is made of.
 *
 * <p>The files and who writes them are owned by {@link org.retrograde.reports.record.RunDirectory};
 * everything else here is an immutable value. Each top-level JSON file names its schema, and a file
 * of another schema is refused rather than guessed at. NaN and infinity are legal values (a run may
 * diverge) and survive a round trip as the JSON strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.reports.record;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
