package org.retrograde.reports.record;

/**
 * One figure that the run checked about itself.
 *
 * @param name what was measured
 * @param value what was found
 * @param limit what was allowed
 * @param passed whether the value keeps the limit
 * @param explanation what the figure means and what to do if it fails
 */
public record CheckFigure(
    String name, double value, double limit, boolean passed, String explanation) {}
