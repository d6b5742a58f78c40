package org.retrograde.reports.record;

/**
 * A figure that somebody published, beside the same figure of this run.
 *
 * @param name what was measured
 * @param source where the figure was published
 * @param published the figure as it is shown, such as {@code .53 → .12}
 * @param value the published number that ours stands beside; NaN where it was given in words or as
 *     a picture alone
 * @param ours this run's; NaN if it has none, infinite if training diverged
 * @param least that agrees; may be minus infinity
 * @param most that agrees; may be infinity
 * @param agrees whether ours is within; a NaN never is
 * @param sentence on the agreement or on the cause of the difference; may be empty
 */
public record PublishedFigure(
    String name,
    String source,
    String published,
    double value,
    double ours,
    double least,
    double most,
    boolean agrees,
    String sentence) {

  /** Makes a figure that nothing of this run stands beside yet. */
  public static PublishedFigure of(String name, String source, String published, double value) {
    return new PublishedFigure(
        name,
        source,
        published,
        value,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        "");
  }

  /**
   * Returns the figure with ours, which agrees where it lies in a range.
   *
   * @param measured this run's
   * @param range of what agrees
   */
  public PublishedFigure beside(double measured, CriterionFigure.Range range) {
    return new PublishedFigure(
        name,
        source,
        published,
        value,
        measured,
        range.least(),
        range.most(),
        range.contains(measured),
        sentence);
  }

  /** Returns the figure with a sentence. */
  public PublishedFigure withSentence(String words) {
    return new PublishedFigure(name, source, published, value, ours, least, most, agrees, words);
  }
}
