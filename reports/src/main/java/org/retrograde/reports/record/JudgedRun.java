package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * One training run on a seed that nothing was chosen by, judged on every row.
 *
 * @param settings what it was trained with: {@code start}, {@code tuned}, {@code baseline} or a
 *     name of the problem's own
 * @param seed of its start and batches
 * @param training on the training rows; null if the problem has none
 * @param validation on the validation rows, or the final loss of a problem without rows
 * @param test on the test rows; null if the problem has none
 */
public record JudgedRun(
    String settings, long seed, @Nullable Score training, Score validation, @Nullable Score test) {

  /** Settings before tuning. */
  public static final String START = "start";

  /** Settings after tuning. */
  public static final String TUNED = "tuned";

  /** What anybody would try first. */
  public static final String BASELINE = "baseline";

  /**
   * How a network does on some rows.
   *
   * @param loss mean over the rows; infinite if the run diverged
   * @param error fraction of the rows classified wrongly, 0 to 1; NaN if the run diverged, or where
   *     numbers are predicted
   */
  public record Score(double loss, double error) {}
}
