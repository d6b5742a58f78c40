package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.reversible.optimizer.Coefficient;

/** Maps a raw number, free to move on the whole line, to the value that a run uses. */
public enum Transform {
  /** value = raw. */
  IDENTITY {
    @Override
    public double value(double raw) {
      return raw;
    }

    @Override
    public double raw(double value) {
      return checked(value, value);
    }

    @Override
    public double derivative(double raw) {
      return 1;
    }
  },
  /** value = exp(raw): positive numbers, steps are factors. */
  LOG {
    @Override
    public double value(double raw) {
      return Math.exp(raw);
    }

    @Override
    public double raw(double value) {
      return checked(Math.log(value), value);
    }

    @Override
    public double derivative(double raw) {
      return Math.exp(raw);
    }
  },
  /** value = 1 / (1 + exp(-raw)): numbers between 0 and 1. */
  LOGIT {
    @Override
    public double value(double raw) {
      return 1 / (1 + Math.exp(-raw));
    }

    @Override
    public double raw(double value) {
      return checked(Math.log(value / (1 - value)), value);
    }

    @Override
    public double derivative(double raw) {
      double value = value(raw);
      return value * (1 - value);
    }
  };

  /** Returns the space that a coefficient is tuned and interpolated in. */
  public static Transform of(Coefficient coefficient) {
    return of(coefficient.range());
  }

  /** Returns the space that values of a range are tuned in. */
  public static Transform of(Coefficient.Range range) {
    return switch (range) {
      case POSITIVE, NOT_NEGATIVE, TINY -> LOG;
      case FRACTION, NEAR_ONE -> LOGIT;
      case ANY -> IDENTITY;
    };
  }

  /** Returns the value of a raw number. */
  public abstract double value(double raw);

  /**
   * Returns the raw number of a value.
   *
   * @throws IllegalArgumentException if no raw number has this value
   */
  public abstract double raw(double value);

  /** Returns d value / d raw. */
  public abstract double derivative(double raw);

  double checked(double raw, double value) {
    if (!Double.isFinite(raw)) {
      throw new IllegalArgumentException(
          "%s cannot start at %s: no finite number maps to it".formatted(this, value));
    }
    return raw;
  }
}
