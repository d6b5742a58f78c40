package org.retrograde.experiments.range;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.retrograde.reports.record.RateRange;

/**
 * The losses of a run whose rate rises, and where its rates are good.
 *
 * <p>As fastai has it: losses are smoothed by an exponential mean without bias, and the test stops
 * where that is above four times the least it was.
 *
 * @param dots up to where it stopped, at least one
 * @param end why it stopped there, for people
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2017)</a>
 */
record RangeCurve(List<RateRange.Dot> dots, String end) {

  private static final double KEPT = 0.98;
  private static final double TOO_HIGH = 4;

  /** Copies the list. */
  RangeCurve {
    dots = List.copyOf(dots);
  }

  /**
   * Looks at losses.
   *
   * @param rates of the steps, rising
   * @param losses of the first of them, at least one
   * @param diverged whether the run left the numbers at the step after those
   */
  static RangeCurve of(double[] rates, List<Double> losses, boolean diverged) {
    List<RateRange.Dot> dots = new ArrayList<>();
    double mean = 0;
    double weight = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int t = 0; t < losses.size(); t++) {
      mean = KEPT * mean + (1 - KEPT) * losses.get(t);
      weight = KEPT * weight + (1 - KEPT);
      dots.add(new RateRange.Dot(rates[t], losses.get(t), mean / weight));
      least = Math.min(least, mean / weight);
      if (least > 0 && mean / weight > TOO_HIGH * least) {
        return new RangeCurve(dots, "the loss is four times the least it was");
      }
    }
    return new RangeCurve(dots, diverged ? "training diverged" : "the range ends");
  }

  /** Returns the rate of least smoothed loss, by ten; empty if the loss never fell. */
  OptionalDouble tenthOfTheLeast() {
    int least = least();
    return least == 0 ? OptionalDouble.empty() : OptionalDouble.of(dots.get(least).rate() / 10);
  }

  /**
   * Returns the rate at which the smoothed loss falls most for the logarithm of the rate, by
   * central differences; empty if it never fell.
   */
  OptionalDouble steepest() {
    return IntStream.range(1, least())
        .boxed()
        .min((a, b) -> Double.compare(slope(a), slope(b)))
        .filter(t -> slope(t) < 0)
        .map(t -> OptionalDouble.of(dots.get(t).rate()))
        .orElse(OptionalDouble.empty());
  }

  private int least() {
    return IntStream.range(0, dots.size())
        .boxed()
        .min((a, b) -> Double.compare(dots.get(a).smoothed(), dots.get(b).smoothed()))
        .orElseThrow();
  }

  private double slope(int t) {
    RateRange.Dot before = dots.get(t - 1);
    RateRange.Dot after = dots.get(t + 1);
    return (after.smoothed() - before.smoothed())
        / (Math.log(after.rate()) - Math.log(before.rate()));
  }
}
