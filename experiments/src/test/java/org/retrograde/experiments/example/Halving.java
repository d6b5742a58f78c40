package org.retrograde.experiments.example;

import java.util.Arrays;
import org.retrograde.hypergrad.rule.RateRule;

/**
 * A rule of one's own: halves the rate whenever the loss of a step is not below that of the one
 * before.
 *
 * @param least part of the usual rate, in (0, 1]
 */
public record Halving(double least) implements RateRule {

  /** Checks the range. */
  public Halving {
    if (!(least > 0 && least <= 1)) {
      throw new IllegalArgumentException("least must be above 0 and at most 1, got " + least);
    }
  }

  /** Makes one that halves at most four times. */
  public Halving() {
    this(0.0625);
  }

  @Override
  public String word() {
    return "halving";
  }

  @Override
  public String meaning() {
    return "halves the rate whenever the loss has not fallen";
  }

  @Override
  public Chooser begin(int groups) {
    double[] kept = {Double.POSITIVE_INFINITY, 1}; // loss and factor
    return view -> {
      if (view.loss() >= kept[0]) {
        kept[1] = Math.max(least, kept[1] / 2);
      }
      kept[0] = view.loss();
      return Arrays.stream(view.usual()).map(rate -> kept[1] * rate).toArray();
    };
  }
}
