package org.retrograde.reversible.optimizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * v = mu v + (1 - mu) g, from the first gradient that is not 0, of which v is that itself; x = (1 -
 * eta lambda) x - eta r v. Of one run: it remembers when each group began, and r.
 */
final class PlainSgdSai implements PlainRule {

  private final Map<Integer, Begun> begun = new HashMap<>();

  private record Begun(int step, double ratio) {}

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    if (!begun.containsKey(at.group()) && Arrays.stream(g).anyMatch(entry -> entry != 0)) {
      begun.put(at.group(), new Begun(at.step(), ratio(g)));
    }
    double mu = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = mu * m[0][i] + weight(at) * g[i];
      x[i] = decay(at) * x[i] - rate(at) * m[0][i];
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] + rate(at) * m[0][i]) / decay(at);
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] - weight(at) * g[i]) / at.get(Coefficient.MOMENTUM);
    }
  }

  private static double ratio(double[] g) {
    double squares = 0;
    double mean = 0;
    for (double entry : g) {
      squares += entry * entry;
      mean += entry / g.length;
    }
    double spread = 0;
    for (double entry : g) {
      spread += (entry - mean) * (entry - mean) / (g.length - 1);
    }
    return g.length == 1 ? 1 : Math.sqrt(squares) / (Math.sqrt(spread) + 1e-8);
  }

  private double weight(At at) {
    Begun first = begun.get(at.group());
    return first != null && first.step == at.step() ? 1 : 1 - at.get(Coefficient.MOMENTUM);
  }

  private double rate(At at) {
    Begun first = begun.get(at.group());
    return first == null ? 0 : first.ratio * at.rate();
  }

  private static double decay(At at) {
    return 1 - at.rate() * at.get(Coefficient.WEIGHT_DECAY);
  }
}
