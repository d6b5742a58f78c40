package org.retrograde.experiments.python;

import org.retrograde.models.parametrization.Fans;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.word.Keyword;

/** What a parameter of a model does, from which the rules of the width follow. */
public enum TensorRole implements Keyword {
  /** A table of vectors, one for each token or category. */
  EMBEDDING("vectors looked up by number"),

  /** Weights from the inputs to what grows with the width. */
  INPUT("weights from the inputs"),

  /** Weights between what grows with the width. */
  HIDDEN("weights between hidden layers"),

  /** Weights from what grows with the width to the outputs. */
  READOUT("weights to the outputs"),

  /** Gains and shifts of a norm. */
  NORM("gains and shifts of a norm"),

  /** What is added to units that grow with the width. */
  BIAS("added to hidden units"),

  /** What is added to the outputs. */
  READOUT_BIAS("added to the outputs");

  private final String meaning;

  TensorRole(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns what the rule tables call it. */
  Role role() {
    return switch (this) {
      case EMBEDDING, INPUT -> Role.INPUT;
      case HIDDEN -> Role.HIDDEN;
      case READOUT -> Role.OUTPUT;
      case NORM -> Role.GAIN;
      case BIAS -> Role.HIDDEN_BIAS;
      case READOUT_BIAS -> Role.OUTPUT_BIAS;
    };
  }

  /**
   * Returns the fans of a parameter. What grows says which side of a matrix is which: that of input
   * weights is the output's, that of a readout the input's.
   *
   * @param wide of some width
   * @param base its counterpart at the base width
   */
  Fans fans(ModelTensors.Named wide, ModelTensors.Named base) {
    if (!role().isWeight()) {
      return new Fans(1, size(wide), 1, size(base));
    }
    boolean rowsGrow = wide.rows() != base.rows();
    boolean colsGrow = wide.cols() != base.cols();
    boolean rowsAreOut =
        switch (this) {
          case INPUT, EMBEDDING -> rowsGrow || !colsGrow;
          case READOUT -> !rowsGrow;
          default -> true;
        };
    return rowsAreOut
        ? new Fans(cols(wide), wide.rows(), cols(base), base.rows())
        : new Fans(wide.rows(), cols(wide), base.rows(), cols(base));
  }

  private static int cols(ModelTensors.Named tensor) {
    return Math.toIntExact(tensor.cols());
  }

  private static int size(ModelTensors.Named tensor) {
    return Math.toIntExact(tensor.rows() * tensor.cols());
  }
}
