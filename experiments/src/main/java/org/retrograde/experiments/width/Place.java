package org.retrograde.experiments.width;

import org.retrograde.reports.record.CoordinateSeries.Measure;

/**
 * A size that a coordinate check measures.
 *
 * @param name of a probe, or of a tensor for its own change
 * @param step after which it is taken, 0 for the start
 */
record Place(Measure measure, String name, int step) {}
