package org.retrograde.hypergrad.rule;

import org.retrograde.reversible.optimizer.SignalToNoise;

/**
 * Multiplies the rate of each parameter group by the {@linkplain SignalToNoise signal-to-noise
 * ratio} of its first gradient from then on: SGD-SaI, whose velocity is the momentum of the run.
 *
 * <p>A group without spread, such as one number, keeps its rate. One whose gradient is 0, as those
 * under a readout that starts at 0, would never train: it is refused, or has its ratio from the
 * first gradient that is not 0. The published step starts its velocity at g and not at (1 - mu) g,
 * and decays weights, as {@link org.retrograde.reversible.optimizer.SgdSai} does; this leaves both
 * to the optimizer.
 *
 * @param scale of all ratios, above 0
 * @param later whether a gradient of 0 waits for a later one; else it is refused
 * @see <a href="https://arxiv.org/abs/2412.11768">Xu et al. (2024)</a>, No More Adam
 */
public record Sai(double scale, boolean later) implements RateRule {

  /** Checks the range. */
  public Sai {
    Ranges.above("scale", scale);
  }

  /** Makes that of the usual rates, which waits. */
  public Sai() {
    this(1, true);
  }

  @Override
  public String word() {
    return "sai";
  }

  @Override
  public String meaning() {
    return "multiplies each group's rate by the signal-to-noise ratio of its first gradient that is"
        + " not 0 (SGD-SaI, Xu et al. 2024)";
  }

  @Override
  public Shared shared() {
    return Shared.GROUP;
  }

  @Override
  public Chooser begin(int groups) {
    double[] ratios = new double[groups]; // 0 is not known yet
    return view -> {
      double[] rates = view.usual();
      for (int g = 0; g < groups; g++) {
        if (ratios[g] == 0) {
          ratios[g] = SignalToNoise.of(view.gradient()[g]).ratio();
        }
        if (ratios[g] == 0 && !later) {
          throw new IllegalArgumentException(
              ("the first gradient of parameter group %d of %d is 0, so sai would never train it;"
                      + " take later: true, or a start that is not 0")
                  .formatted(g + 1, groups));
        }
        rates[g] *= ratios[g] == 0 ? 1 : scale * ratios[g];
      }
      return rates;
    };
  }
}
