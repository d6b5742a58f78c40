package org.retrograde.experiments.example;

import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.hypergrad.tune.MetaState;

/**
 * AdaGrad: s += g^2; raw -= step g / (sqrt(s) + epsilon). A meta-optimizer as somebody else would
 * write it, in one file and a line of {@code META-INF/services}.
 *
 * @param epsilon added to the root, above 0
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer (2011)</a>
 */
public record Adagrad(double epsilon) implements MetaOptimizer {

  /** Checks the range. */
  public Adagrad {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
    }
  }

  /** Makes one with the usual number, which is what the word alone stands for. */
  public Adagrad() {
    this(1e-8);
  }

  @Override
  public String word() {
    return "adagrad";
  }

  @Override
  public String meaning() {
    return "divides by the root of the sum of squares";
  }

  @Override
  public MetaState start(int size) {
    return MetaState.zeros(1, size);
  }

  @Override
  public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
    double[] sum = state.moment(0);
    double[] moved = raw.clone();
    for (int i = 0; i < moved.length; i++) {
      sum[i] += gradient[i] * gradient[i];
      moved[i] -= stepSize * gradient[i] / (Math.sqrt(sum[i]) + epsilon);
    }
    return new Update(new RawVector(moved), state.next(sum));
  }
}
