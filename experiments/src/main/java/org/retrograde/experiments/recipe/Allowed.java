package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * What a number of a recipe must be, in words and as a test.
 *
 * @param words after "must be"
 * @param least number
 * @param most number
 * @param hasMost whether that may be reached
 */
record Allowed(String words, double least, double most, boolean hasMost) {

  /** The largest logarithm of a factor: its exponential, and one over it, are numbers. */
  private static final double LARGEST_LOG = 700;

  static final Allowed ANY = new Allowed("a finite number", -Double.MAX_VALUE, Double.MAX_VALUE);
  static final Allowed POSITIVE = new Allowed("above 0", Double.MIN_VALUE, Double.MAX_VALUE);
  static final Allowed NOT_NEGATIVE = new Allowed("at least 0", 0, Double.MAX_VALUE);
  static final Allowed LOG =
      new Allowed("from -700 to 700, a logarithm", -LARGEST_LOG, LARGEST_LOG);

  private static final Allowed DECAY =
      new Allowed("at least 0 and " + Ratio.BELOW_ONE, 0, Ratio.ONE_FROM, false);

  private static final Allowed LOG_ODDS =
      new Allowed("from -700 to 700, the logarithm of odds", -LARGEST_LOG, LARGEST_LOG);

  private Allowed(String words, double least, double most) {
    this(words, least, most, true);
  }

  /** What values of a coefficient must be. */
  static Allowed of(Coefficient coefficient) {
    if (coefficient.use() == Coefficient.Use.RATE) {
      return ANY;
    }
    if (coefficient.use() == Coefficient.Use.DECAY) {
      return DECAY;
    }
    return switch (coefficient.range()) {
      case FRACTION -> new Allowed("from 0 to 1", 0, 1);
      case NEAR_ONE -> new Allowed("at least 0 and below 1", 0, 1, false);
      case POSITIVE, NOT_NEGATIVE, TINY -> NOT_NEGATIVE;
      case ANY -> ANY;
    };
  }

  /** What raw numbers of a coefficient must be. */
  static Allowed raw(Coefficient coefficient) {
    return switch (Transform.of(coefficient)) {
      case IDENTITY -> ANY;
      case LOG -> LOG;
      case LOGIT -> LOG_ODDS;
    };
  }

  boolean holds(JsonNode number) {
    double value = number.doubleValue();
    return number.isNumber() && value >= least && (hasMost ? value <= most : value < most);
  }

  /** Says that a number is not allowed. */
  String message(JsonNode number) {
    String shown =
        number.isNumber() ? String.valueOf(number.doubleValue()) : Values.describe(number);
    return "must be %s, got %s".formatted(words, shown);
  }
}
