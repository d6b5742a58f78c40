package org.retrograde.reports.record;

/**
 * One figure that the optimizer kept about a training run.
 *
 * @param label what was counted or measured, with its unit or total, such as {@code lanes under the
 *     floor of s, %} or {@code steps whose gradient was clipped, of 100}
 * @param value the figure, in the unit that the label names
 * @param explanation what it means
 */
public record OptimizerNote(String label, double value, String explanation) {}
