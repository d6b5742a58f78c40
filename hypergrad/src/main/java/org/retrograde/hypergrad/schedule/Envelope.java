package org.retrograde.hypergrad.schedule;

/**
 * What every learning rate of a run is multiplied by, tuned or not: a linear warm-up, then a decay
 * that would be 0 after the last step. Never 0 at a step, so that rates keep their logarithms.
 *
 * @param warmup fraction of the steps over which the rate rises from 0, in [0, 1)
 * @param decay how it falls after that
 */
public record Envelope(double warmup, Decay decay) {

  /** No warm-up, no decay: 1 at every step. */
  public static final Envelope NONE = new Envelope(0, Decay.NONE);

  /** How rates fall after the warm-up. */
  public enum Decay {
    /** They do not. */
    NONE,
    /** Along a line. */
    LINEAR,
    /** Along half a cosine. */
    COSINE
  }

  /** Checks the range. */
  public Envelope {
    if (!(warmup >= 0 && warmup < 1)) {
      throw new IllegalArgumentException("warmup must be in [0, 1), got " + warmup);
    }
  }

  /**
   * Returns the factor of a step, in (0, 1].
   *
   * @param step t, in [0, T)
   * @param steps T, at least 1
   */
  public double factor(int step, int steps) {
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
