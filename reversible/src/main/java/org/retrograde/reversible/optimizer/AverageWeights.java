package org.retrograde.reversible.optimizer;

/**
 * The weights of a running mean of one parameter group's positions: w_t = (t + 1)^r (the largest
 * rate so far)^p, and c_t = w_t / (w_0 + ... + w_t), the part that step t has in the mean. Worked
 * out as far as they are asked for, because a rule of the rate may still choose later ones, and
 * once more where a run that was brought back is trained at others.
 */
final class AverageWeights {

  private final CoefficientTable table;
  private final int group;
  private final Coefficient power;
  private final double ratePower;
  private final int[] largestAt;
  private final double[] weights;
  private final double[] sums;
  private final double[] rates;
  private int known;
  private int last = -1;

  /** Begins with r read as {@code power}, and p. */
  AverageWeights(CoefficientTable table, int group, Coefficient power, double ratePower) {
    this.table = table;
    this.group = group;
    this.power = power;
    this.ratePower = ratePower;
    largestAt = new int[table.steps()];
    weights = new double[table.steps()];
    sums = new double[table.steps()];
    rates = new double[table.steps()];
  }

  /**
   * Begins a step, whose rate may be another than when it was last taken; after a leap, so may
   * those of the steps before it.
   */
  void begin(int step) {
    int same = last == step - 1 ? step : 0;
    while (same < Math.min(step, known) && rates[same] == rate(same)) {
      same++;
    }
    known = Math.min(known, same);
    last = step;
  }

  private void workOut(int step) {
    for (; known <= step; known++) {
      int before = known == 0 ? 0 : largestAt[known - 1];
      rates[known] = rate(known);
      largestAt[known] = rates[known] > rates[before] ? known : before;
      weights[known] =
          Math.pow(known + 1.0, table.get(power, known, group))
              * Math.pow(rates[largestAt[known]], ratePower);
      sums[known] = weights[known] + (known == 0 ? 0 : sums[known - 1]);
    }
  }

  private double rate(int step) {
    return table.get(Coefficient.LEARNING_RATE, step, group);
  }

  /** Returns c_t; 0 while all rates were 0. */
  double part(int step) {
    workOut(step);
    return sums[step] > 0 ? weights[step] / sums[step] : 0;
  }

  /** Returns w_t. */
  double weight(int step) {
    workOut(step);
    return weights[step];
  }

  /** Returns w_0 + ... + w_t. */
  double sum(int step) {
    workOut(step);
    return sums[step];
  }

  /** Returns the step of the largest rate so far, the first one of several. */
  int largestAt(int step) {
    workOut(step);
    return largestAt[step];
  }
}
