package org.retrograde.hypergrad.rule;

/**
 * How a gradient agrees with those before it: the cosine of the angle to their running mean m,
 * which takes a new gradient in as m &lt;- memory m + (1 - memory) g; with a memory of 0 it is the
 * one before.
 */
final class Agreement {

  private final Shared per;
  private final double memory;
  private final double[][] mean;

  Agreement(Shared per, double memory, int groups) {
    this.per = per;
    this.memory = memory;
    this.mean = new double[groups][];
  }

  /** Returns a cosine of each unit, 0 at the first step and where a vector is 0; takes g in. */
  double[] with(double[][] gradient) {
    double[][] sums = new double[per.units(gradient.length)][3];
    for (int g = 0; g < gradient.length; g++) {
      if (mean[g] == null) {
        mean[g] = new double[gradient[g].length];
      }
      takeIn(gradient[g], mean[g], sums[per.unit(g)]);
    }
    double[] cosines = new double[sums.length];
    for (int u = 0; u < sums.length; u++) {
      double size = Math.sqrt(sums[u][1]) * Math.sqrt(sums[u][2]);
      cosines[u] = size == 0 ? 0 : Math.max(-1, Math.min(1, sums[u][0] / size));
    }
    return cosines;
  }

  /** Adds the products &lt;g, m&gt;, &lt;g, g&gt;, &lt;m, m&gt; to sums, and g to the mean. */
  private void takeIn(double[] gradient, double[] mean, double[] sums) {
    for (int i = 0; i < gradient.length; i++) {
      sums[0] += gradient[i] * mean[i];
      sums[1] += gradient[i] * gradient[i];
      sums[2] += mean[i] * mean[i];
      mean[i] = memory * mean[i] + (1 - memory) * gradient[i];
    }
  }
}
