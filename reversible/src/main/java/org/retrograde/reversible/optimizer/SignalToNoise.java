package org.retrograde.reversible.optimizer;

import java.util.Arrays;

/**
 * The signal-to-noise ratio of a gradient, r = |g| / (s + 1e-8), with s the standard deviation of
 * its n entries, of n - 1 degrees of freedom: what SGD-SaI multiplies rates by. Since r^2 is about
 * n - 1 + n (mean / s)^2, it is about the square root of n.
 *
 * <p>Entries without spread, one alone among them, say nothing of noise: r = 1, where the published
 * code has |g| / 1e-8. A gradient of 0 has r = 0.
 *
 * <p>Derivative: dr/dg = g / (|g| (s + 1e-8)) - |g| (g - mean) / ((n - 1) s (s + 1e-8)^2).
 *
 * @param ratio r; NaN if an entry is no number
 * @param alongGradient a of dr/dg = a g + b
 * @param constant b
 * @see <a href="https://arxiv.org/abs/2412.11768">Xu et al. (2024)</a>, No More Adam
 */
public record SignalToNoise(double ratio, double alongGradient, double constant) {

  private static final double SMALL = 1e-8;

  /**
   * Works it out.
   *
   * @param gradient at least one entry. Not modified.
   */
  public static SignalToNoise of(double[] gradient) {
    double norm = Math.sqrt(Arrays.stream(gradient).map(x -> x * x).sum());
    if (norm == 0) {
      return new SignalToNoise(0, 0, 0);
    }
    double first = gradient[0]; // differences from it are exactly 0 where there is no spread
    double shift = Arrays.stream(gradient).map(x -> x - first).average().orElse(0);
    double squares = Arrays.stream(gradient).map(x -> x - first - shift).map(x -> x * x).sum();
    if (squares == 0) {
      return new SignalToNoise(1, 0, 0);
    }
    int freedom = gradient.length - 1;
    double deviation = Math.sqrt(squares / freedom);
    double below = deviation + SMALL;
    double towardsMean = norm / (freedom * deviation * below * below);
    return new SignalToNoise(
        norm / below, 1 / (norm * below) - towardsMean, towardsMean * (first + shift));
  }
}
