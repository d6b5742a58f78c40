package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * A loss that was the lowest so far.
 *
 * @param runs training runs spent until it was known
 * @param seconds spent until then, the times of all runs added up
 * @param loss mean over the seeds that the method chooses by
 * @param unseenLoss mean over seeds that nothing was chosen by, or null if not judged; infinite if
 *     one of those runs diverged
 */
public record SearchPoint(double runs, double seconds, double loss, @Nullable Double unseenLoss) {}
