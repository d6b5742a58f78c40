package org.retrograde.reports.record;

/**
 * A figure that a criterion judges, and by how much chance may have moved it.
 *
 * @param criterion short name, as docs/mup.md lists them
 * @param subject what was measured
 * @param value what was found
 * @param margin that the value may be off by either way, at least 0; NaN if the value is
 * @param least that is allowed; may be minus infinity
 * @param most that is allowed; may be infinity
 * @param outcome what is to be said about it
 * @param explanation what the figure means
 */
public record UncertainFigure(
    String criterion,
    String subject,
    double value,
    double margin,
    double least,
    double most,
    Outcome outcome,
    String explanation) {

  /** What is to be said, the best first. */
  public enum Outcome {
    /** It is as it should be: chance does not hide a mistake. */
    WITHIN,
    /** Chance may hide a mistake, or may look like one. */
    UNCLEAR,
    /** It is not as it should be, and chance does not explain that. */
    OUTSIDE
  }
}
