package org.retrograde.hypergrad.hyperparameter;

/**
 * A link between tuned settings and those of a run, such as the factors of a width: a map of
 * settings, and the pullback of derivatives through it. Links come after the hyperparameters of a
 * {@link HyperparameterSpace}, whose own scales they compose with.
 */
public interface Link {

  /** Changes nothing. */
  Link NONE =
      new Link() {
        @Override
        public RunSettings effective(RunSettings tuned) {
          return tuned;
        }

        @Override
        public RunSettings pullBack(RunSettings derivative) {
          return derivative;
        }
      };

  /**
   * Returns the settings of a run.
   *
   * @param tuned not modified
   */
  RunSettings effective(RunSettings tuned);

  /**
   * Pulls a derivative back.
   *
   * @param derivative with respect to what {@link #effective} returns. Not modified.
   * @return with respect to what it takes
   */
  RunSettings pullBack(RunSettings derivative);
}
