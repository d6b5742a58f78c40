package org.retrograde.hypergrad.autolrs;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;

/** Losses that were seen from the start of a stage on. */
final class LossWindow {

  private final double[] at;
  private final double[] losses;

  /**
   * Makes a window.
   *
   * @param at when they were seen, rising, in lengths of the window; the stage starts at 0
   * @param losses as many
   */
  LossWindow(double[] at, double[] losses) {
    this.at = at.clone();
    this.losses = losses.clone();
  }

  int size() {
    return at.length;
  }

  double at(int index) {
    return at[index];
  }

  double loss(int index) {
    return losses[index];
  }

  /** Returns the losses alone. */
  double[] losses() {
    return losses.clone();
  }

  /** Returns the same places with other losses. */
  LossWindow with(double[] others) {
    return new LossWindow(at, others);
  }

  /** Returns the same places with the values of a curve. */
  LossWindow on(UnivariateFunction curve) {
    return with(Arrays.stream(at).map(curve::value).toArray());
  }

  /** Returns the places that a predicate keeps. */
  LossWindow kept(IntPredicate keeps) {
    int[] kept = IntStream.range(0, size()).filter(keeps).toArray();
    return new LossWindow(
        IntStream.of(kept).mapToDouble(this::at).toArray(),
        IntStream.of(kept).mapToDouble(this::loss).toArray());
  }
}
