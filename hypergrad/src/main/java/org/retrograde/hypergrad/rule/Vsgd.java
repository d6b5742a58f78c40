package org.retrograde.hypergrad.rule;

import java.util.Arrays;

/**
 * The rate that is best for the next step of a noisy quadratic, from running means of a gradient g,
 * its square v and the curvature h, whose memory tau shortens while gradients point one way, so
 * that no rate is to be tuned. Of one parameter alone:
 *
 * <pre>
 *   f = 1 / tau; g, v &lt;- (1 - f) old + f new; p = g^2 / v; tau &lt;- (1 - p) tau + 1; eta = p / h
 * </pre>
 *
 * <p>Where parameters share a rate, p is sum g^2 / sum v over them, and h the largest of theirs. A
 * rate for each parameter of a network is more than the settings of a run hold; those of a group
 * share one (vSGD-b), or all do (vSGD-g).
 *
 * <p>The means start from {@code samples} minibatches, the last ones of the run, at the first
 * weights, v times {@code caution}, and tau at 2. Gradients are those of minibatches, whose mean
 * square makes p that of the published rule for them. With {@code outliers}, as in the authors'
 * later code, tau grows by 1 where a gradient is further from its mean than its deviation.
 *
 * <p>A curvature that is not known is measured as in vSGD-fd: |g(x + m) - g(x)| / |m| of each
 * parameter, m the mean gradient, with eta = p mean(h) / mean(h^2); it costs a gradient a step.
 *
 * @param per which parameters share a rate
 * @param samples gradients before the first step, at least 2
 * @param caution C, at least 1
 * @param outliers whether outliers lengthen the memory
 * @param curvature second derivative of the loss by each parameter, where it is known; 0 to measure
 *     it
 * @see <a href="https://arxiv.org/abs/1206.1106">Schaul, Zhang and LeCun (2012)</a>, No more pesky
 *     learning rates; <a href="https://arxiv.org/abs/1301.3764">Schaul and LeCun (2013)</a> for
 *     outliers and fd
 */
public record Vsgd(Shared per, int samples, double caution, boolean outliers, double curvature)
    implements RateRule {

  /** Checks the ranges. */
  public Vsgd {
    Ranges.notBelow("samples", samples, 2);
    Ranges.notBelow("caution", caution, 1);
    Ranges.notBelow("curvature", curvature, 0);
  }

  /** Makes that of the authors' code: 10 samples, C = 2, outliers slow it down. */
  public Vsgd() {
    this(Shared.GROUP, 10, 2, true, 0);
  }

  @Override
  public String word() {
    return "vsgd";
  }

  @Override
  public String meaning() {
    return "the best rate of a noisy quadratic, from running means of the gradient, its square and"
        + " its curvature (vSGD, Schaul et al. 2012)";
  }

  @Override
  public Shared shared() {
    return per;
  }

  @Override
  public Chooser begin(int groups) {
    return new InRun(groups);
  }

  private final class InRun implements Chooser {

    private final VsgdMemory[] units;

    InRun(int groups) {
      units = new VsgdMemory[per.units(groups)];
    }

    @Override
    public double[] rates(StepView view) {
      if (view.step() == 0) {
        begin(view);
      }
      double[][] curvatures = curvatures(view.step(), view.gradient(), view);
      double[] rates = view.usual();
      double[] known = new double[units.length];
      for (int u = 0; u < units.length; u++) {
        known[u] = units[u].next(own(view.gradient(), u), own(curvatures, u), outliers);
      }
      for (int g = 0; g < rates.length; g++) {
        double rate = known[per.unit(g)];
        rates[g] = Double.isNaN(rate) ? rates[g] : rate; // flat so far
      }
      return rates;
    }

    private void begin(StepView view) {
      for (int u = 0; u < units.length; u++) {
        units[u] = new VsgdMemory(own(view.weights(), u).length);
      }
      int count = Math.min(samples, view.steps());
      double[][][] drawn = new double[count][][];
      for (int i = 0; i < count; i++) {
        drawn[i] = view.gradientAt(view.steps() - 1 - i, view.weights());
        for (int u = 0; u < units.length; u++) {
          units[u].start(own(drawn[i], u), caution, 1.0 / count);
        }
      }
      for (int i = 0; i < count; i++) {
        double[][] curvatures = curvatures(view.steps() - 1 - i, drawn[i], view);
        for (int u = 0; u < units.length; u++) {
          units[u].startCurvature(own(curvatures, u), 1.0 / count);
        }
      }
    }

    /** The curvature of each parameter as a minibatch shows it. */
    private double[][] curvatures(int batch, double[][] gradient, StepView view) {
      double[][] there = new double[gradient.length][];
      int[] at = new int[units.length];
      for (int g = 0; g < there.length; g++) {
        there[g] = view.weights()[g].clone();
        int unit = per.unit(g);
        if (curvature == 0) {
          units[unit].addMean(at[unit], there[g]);
        } else {
          Arrays.fill(there[g], curvature);
        }
        at[unit] += there[g].length;
      }
      if (curvature > 0) {
        return there;
      }
      double[][] moved = view.gradientAt(batch, there);
      for (int g = 0; g < there.length; g++) {
        for (int i = 0; i < there[g].length; i++) {
          double way = Math.abs(there[g][i] - view.weights()[g][i]);
          there[g][i] = way == 0 ? 0 : Math.abs(moved[g][i] - gradient[g][i]) / way;
        }
      }
      return there;
    }

    /** What belongs to a unit: a group, or all of them in a row. */
    private double[] own(double[][] values, int unit) {
      return per == Shared.GROUP
          ? values[unit]
          : Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }
  }
}
