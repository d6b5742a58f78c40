package org.retrograde.hypergrad.schedule;

import org.retrograde.reversible.word.Keyword;

/**
 * What every learning rate of a run is multiplied by, tuned or not: a linear warm-up, then a decay
 * that would be 0 after the last step, both on top of a schedule. Never 0 at a step, so that rates
 * keep their logarithms.
 *
 * @param warmup fraction of the steps over which the rate rises from 0, in [0, 1)
 * @param decay how it falls after that
 * @param shape the schedule; with any but {@link ScheduleFamily#FLAT}, one tuned number can be the
 *     peak of a schedule
 */
public record Envelope(double warmup, Decay decay, ScheduleFamily shape) {

  /** No warm-up, no decay: 1 at every step. */
  public static final Envelope NONE = new Envelope(0, Decay.NONE);

  /** How rates fall after the warm-up. */
  public enum Decay implements Keyword {
    /** They do not. */
    NONE("not at all"),
    /** Along a line. */
    LINEAR("along a line"),
    /** Along half a cosine. */
    COSINE("along half a cosine");

    private final String meaning;

    Decay(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Checks the range. */
  public Envelope {
    if (!(warmup >= 0 && warmup < 1)) {
      throw new IllegalArgumentException("warmup must be in [0, 1), got " + warmup);
    }
  }

  /** Makes an envelope on top of a flat schedule. */
  public Envelope(double warmup, Decay decay) {
    this(warmup, decay, ScheduleFamily.FLAT);
  }

  /** Returns the same warm-up and decay on top of another schedule. */
  public Envelope withShape(ScheduleFamily newShape) {
    return new Envelope(warmup, decay, newShape);
  }

  /**
   * Returns the factor of a step, in (0, 1].
   *
   * @param step t, in [0, T)
   * @param steps T, at least 1
   */
  public double factor(int step, int steps) {
    return shape.factor(step, steps) * rampFactor(step, steps);
  }

  private double rampFactor(int step, int steps) {
    int rising = (int) Math.round(warmup * steps);
    if (step < rising) {
      return (step + 1.0) / (rising + 1);
    }
    double fraction = (double) (step - rising) / (steps - rising);
    return switch (decay) {
      case NONE -> 1;
      case LINEAR -> 1 - fraction;
      case COSINE -> (1 + Math.cos(Math.PI * fraction)) / 2;
    };
  }
}
