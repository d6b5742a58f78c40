package org.retrograde.reports.record;

import java.util.Locale;

/**
 * That losses are mean cross entropies of the tokens of a text, which have a meaning in bits: a
 * loss is in nats, of which ln 2 are a bit.
 *
 * @param token what one is: {@code character} or {@code byte}
 */
public record LossUnit(String token) implements Finding {

  /** Returns the name of the unit, such as "bits a character". */
  public String name() {
    return "bits a " + token;
  }

  /** Returns a loss in this unit. */
  public double of(double loss) {
    return loss / Math.log(2);
  }

  /** Returns a loss in this unit, with its name and four digits after the point. */
  public String words(double loss) {
    return String.format(Locale.ROOT, "%.4f %s", of(loss), name());
  }
}
