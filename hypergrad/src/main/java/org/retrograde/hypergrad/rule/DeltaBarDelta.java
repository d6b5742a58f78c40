package org.retrograde.hypergrad.rule;

import org.retrograde.reversible.word.Keyword;

/**
 * Raises a rate while gradients go on in one direction and lowers it where they turn round.
 *
 * <p>With s the sign of &lt;g_t, m&gt;, m the mean of earlier gradients: the {@link Form#SIGN} form
 * moves log eta by kappa s; Jacobs' own adds kappa times the usual rate where s is above 0 and
 * takes the fraction phi off where it is below. His is of single parameters, as this is where
 * groups have one.
 *
 * @param form how rates move
 * @param kappa size of a move up, above 0
 * @param phi fraction that a move down takes in Jacobs' form, in (0, 1)
 * @param memory of earlier gradients, in [0, 1); 0 is the one before alone
 * @param most the largest factor of the usual rates, above 0
 * @param per which parameters share a rate
 * @see <a href="https://doi.org/10.1016/0893-6080(88)90003-2">Jacobs (1988)</a>, increased rates of
 *     convergence through learning rate adaptation
 */
public record DeltaBarDelta(
    Form form, double kappa, double phi, double memory, double most, Shared per)
    implements RateRule {

  /** How rates move. */
  public enum Form implements Keyword {
    /** By the same factor both ways. */
    SIGN("by a factor of e^kappa both ways"),
    /** As published: a sum up, a factor down. */
    JACOBS("up by kappa of the usual rate, down by the fraction phi");

    private final String meaning;

    Form(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** A factor that training would not survive. */
  static final double MOST = 1e6;

  /** Checks the ranges. */
  public DeltaBarDelta {
    Ranges.above("kappa", kappa);
    Ranges.inside("phi", phi, 1);
    Ranges.fraction("memory", memory);
    Ranges.above("most", most);
  }

  /** Makes the form of one rate for all and moves of .02. */
  public DeltaBarDelta() {
    this(Form.SIGN, 0.02, 0.1, 0, MOST, Shared.ALL);
  }

  @Override
  public String word() {
    return "delta-bar-delta";
  }

  @Override
  public String meaning() {
    return "raises a rate while gradients agree with those before and lowers it where they do not"
        + " (Jacobs 1988), by the logarithm or as published";
  }

  @Override
  public Shared shared() {
    return per;
  }

  @Override
  public Chooser begin(int groups) {
    return new Factors(per, most, new Agreement(per, memory, groups), this::move, groups);
  }

  private double move(double log, double cosine, int unit) {
    double sign = Math.signum(cosine);
    if (form == Form.SIGN) {
      return log + kappa * sign;
    }
    if (sign == 0) {
      return log;
    }
    return sign > 0 ? Math.log(Math.exp(log) + kappa) : log + Math.log1p(-phi);
  }
}
