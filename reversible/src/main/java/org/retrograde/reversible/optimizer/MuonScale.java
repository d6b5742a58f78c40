package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.word.Keyword;

/** What a step of {@link Muon} multiplies an orthogonal matrix by, besides the learning rate. */
public enum MuonScale implements Keyword {
  /**
   * .2 sqrt(max(fan-in, fan-out)): the size of the entries of usual steps of AdamW, so that one
   * learning rate serves both.
   *
   * @see <a href="https://arxiv.org/abs/2502.16982">Liu et al. (2025)</a>, equation 4
   */
  MOONLIGHT(
      ".2 sqrt(max(fan-in, fan-out)), so that AdamW's rates serve", StepScaling.SPECTRAL_ENTRIES),

  /**
   * sqrt(max(1, fan-out / fan-in)).
   *
   * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al. (2024)</a>
   */
  ORIGINAL("sqrt(max(1, fan-out / fan-in))", StepScaling.SPECTRAL);

  private final String meaning;
  private final StepScaling scaling;

  MuonScale(String meaning, StepScaling scaling) {
    this.meaning = meaning;
    this.scaling = scaling;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns how steps of this scale follow gradients and shapes. */
  public StepScaling scaling() {
    return scaling;
  }

  /** Returns the scale of a matrix of shape [fan-in, fan-out]. */
  double of(int rows, int cols) {
    return scaling.spectralNorm(rows, cols);
  }
}
