package org.retrograde.reversible.optimizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The loss sum(-cos x) + 0.1 sum(x)^2, whose gradient at one weight depends on all of them. */
final class Waves {

  private Waves() {}

  static double[] gradient(double[] x) {
    double sum = Arrays.stream(x).sum();
    return Arrays.stream(x).map(xi -> Math.sin(xi) + 0.2 * sum).toArray();
  }

  static double[] hessianTimes(double[] x, double[] u) {
    double sum = Arrays.stream(u).sum();
    return IntStream.range(0, x.length)
        .mapToDouble(i -> Math.cos(x[i]) * u[i] + 0.2 * sum)
        .toArray();
  }
}
