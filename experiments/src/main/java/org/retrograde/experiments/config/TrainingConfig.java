package org.retrograde.experiments.config;

/**
 * One training run: its length, its optimizer and its untuned settings.
 *
 * @param steps optimizer steps, at least 1
 * @param batch rows of a step, at least 1 and at most the training rows
 * @param form which recurrence
 * @param learningRate peak learning rate, above 0
 * @param momentum momentum decay, in (0, 1)
 * @param schedule how the learning rate moves
 * @param l2 penalty on the squared weights, at least 0
 * @param sampling how batches are drawn
 */
public record TrainingConfig(
    int steps,
    int batch,
    Form form,
    double learningRate,
    double momentum,
    Schedule schedule,
    double l2,
    Sampling sampling) {
  /** Which recurrence. */
  public enum Form implements Keyword {
    /**
     * v &lt;- gamma v - (1 - gamma) g; x &lt;- x + alpha v: Maclaurin, Duvenaud and Adams (2015).
     */
    PAPER,
    /** v &lt;- mu v + g; x &lt;- x - alpha v: as PyTorch and optax have it. */
    HEAVY_BALL
  }

  /** How batches are drawn. */
  public enum Sampling implements Keyword {
    /** Every row once, in a new order each time. */
    EPOCHS,
    /** Independent draws. */
    WITH_REPLACEMENT
  }
}
