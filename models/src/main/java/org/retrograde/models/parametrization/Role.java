package org.retrograde.models.parametrization;

/**
 * What a tensor does in a network: which of its fans grow with the width, from which the rules of
 * the width follow. Further roles are further objects.
 *
 * @param label for people
 * @param inGrows whether more numbers enter a unit of it in a wider network
 * @param outGrows whether it has more units there
 * @param isWeight whether it multiplies what it meets, so that it has a multiplier and starts at
 *     random; else it is added
 */
public record Role(String label, boolean inGrows, boolean outGrows, boolean isWeight) {

  /** Weights from the features, which do not grow, to a hidden layer. */
  public static final Role INPUT = new Role("input weights", false, true, true);

  /** Weights between hidden layers. */
  public static final Role HIDDEN = new Role("hidden weights", true, true, true);

  /** Weights from a hidden layer to the outputs, which do not grow. */
  public static final Role OUTPUT = new Role("output weights", true, false, true);

  /** Bias of a hidden layer. */
  public static final Role HIDDEN_BIAS = new Role("hidden bias", false, true, false);

  /** Gains of a norm, one a column of the stream. */
  public static final Role GAIN = new Role("norm gain", false, true, false);

  /** Bias of the outputs. */
  public static final Role OUTPUT_BIAS = new Role("output bias", false, false, false);

  /** Returns whether it reads from what grows into what does not. */
  public boolean isReadout() {
    return inGrows && !outGrows;
  }

  /** Returns whether both its fans grow. */
  public boolean isHidden() {
    return inGrows && outGrows;
  }

  /** Returns whether it is weights that read what does not grow into what does. */
  boolean isInput() {
    return isWeight && !inGrows && outGrows;
  }

  /** Returns m_in, which is 1 where the fan-in does not grow. */
  double growthIn(Fans fans) {
    return inGrows ? fans.growthIn() : 1;
  }

  /** Returns m_out, which is 1 where the fan-out does not grow. */
  double growthOut(Fans fans) {
    return outGrows ? fans.growthOut() : 1;
  }
}
