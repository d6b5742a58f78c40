package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The weights of a running mean of one parameter group's positions: w_t = (t + 1)^r (the largest
 * rate so far)^p, and c_t = w_t / W_t, the part that step t has in the mean, where W_t is w_0 + ...
 * + w_t, and one more w_0 where the mean begins with the start. Worked out as far as they are asked
 * for, because a rule of the rate may still choose later ones, and once more where a run that was
 * brought back is trained at others.
 *
 * <p>Adjoint: d_c of each step goes to the weights; with A the sum of -d_c w / W^2 over this step
 * and those after it, d_w = d_c / W + A (2 A where W has it twice), and from there to the largest
 * rate so far and to r.
 */
final class AverageWeights {

  /** Numbers that steps pass on to those before them: d_c, and A. */
  private static final int TO_PART = 0;

  private static final int TO_WEIGHTS = 1;

  /** Places in a row of what is worked out: the step of the largest rate so far, w, W, the rate. */
  private static final int LARGEST_AT = 0;

  private static final int WEIGHT = 1;
  private static final int SUM = 2;
  private static final int RATE = 3;

  /** How many numbers that are for each step and group. */
  static final int TABLES = 4;

  private final CoefficientTable table;
  private final int group;
  private final double ratePower;
  private final boolean countsStart;
  private final SlotTable found;
  private final int column;
  private int known;
  private int last = -1;

  /**
   * Begins with r read as {@link Coefficient#AVERAGING}, whose range it checks, and p.
   *
   * @param ratePower p
   * @param countsStart whether the start counts in the mean, as much as the first step
   */
  AverageWeights(CoefficientTable table, int group, double ratePower, boolean countsStart) {
    this(table, group, ratePower, countsStart, new SlotTable(table.steps(), TABLES), 0);
  }

  private AverageWeights(
      CoefficientTable table,
      int group,
      double ratePower,
      boolean countsStart,
      SlotTable found,
      int column) {
    this.table = table;
    this.group = group;
    for (int step = 0; step < table.steps(); step++) {
      double power = table.get(Coefficient.AVERAGING, step, group);
      if (!(power >= 0 && Double.isFinite(power))) {
        throw new CoefficientRangeException(
            new Slot(step, group), Coefficient.AVERAGING, power, "at least 0");
      }
    }
    this.ratePower = ratePower;
    this.countsStart = countsStart;
    this.found = found;
    this.column = column;
  }

  /** Makes those of every group. */
  static List<AverageWeights> ofGroups(
      CoefficientTable table, double ratePower, boolean countsStart) {
    SlotTable found = new SlotTable(table.steps(), TABLES * table.groups());
    return IntStream.range(0, table.groups())
        .mapToObj(
            group ->
                new AverageWeights(table, group, ratePower, countsStart, found, TABLES * group))
        .toList();
  }

  /**
   * Checks p.
   *
   * @throws IllegalArgumentException if it is below 0 or infinite
   */
  static void requirePower(double ratePower) {
    if (!(ratePower >= 0 && Double.isFinite(ratePower))) {
      throw new IllegalArgumentException(
          "rate-power must be at least 0 and finite, got " + ratePower);
    }
  }

  /**
   * Begins a step, whose rate may be another than when it was last taken; after a leap, so may
   * those of the steps before it.
   */
  void begin(int step) {
    int same = last == step - 1 ? step : 0;
    while (same < Math.min(step, known) && get(RATE, same) == rate(same)) {
      same++;
    }
    known = Math.min(known, same);
    last = step;
  }

  private void workOut(int step) {
    for (; known <= step; known++) {
      int before = known == 0 ? 0 : largestAt(known - 1);
      set(RATE, known, rate(known));
      int largest = get(RATE, known) > get(RATE, before) ? known : before;
      double weight =
          Math.pow(known + 1.0, table.get(Coefficient.AVERAGING, known, group))
              * Math.pow(get(RATE, largest), ratePower);
      set(LARGEST_AT, known, largest);
      set(WEIGHT, known, weight);
      set(SUM, known, known == 0 ? times(0) * weight : get(SUM, known - 1) + weight);
    }
  }

  private double get(int what, int step) {
    return found.get(step, column + what);
  }

  private void set(int what, int step, double value) {
    found.set(step, column + what, value);
  }

  private int largestAt(int step) {
    return (int) get(LARGEST_AT, step);
  }

  /** Returns how often the sums have the weight of a step. */
  private int times(int step) {
    return step == 0 && countsStart ? 2 : 1;
  }

  private double rate(int step) {
    return table.get(Coefficient.LEARNING_RATE, step, group);
  }

  /** Returns c_t; 0 while all rates were 0. */
  double part(int step) {
    workOut(step);
    return get(SUM, step) > 0 ? get(WEIGHT, step) / get(SUM, step) : 0;
  }

  /**
   * Notes what the step after {@code step} adds to d_c of it.
   *
   * @param adjoint of the group; in what it puts off
   */
  void addToPart(GroupAdjoint adjoint, double derivative) {
    adjoint.addToProduct(TO_PART, derivative);
  }

  /**
   * Pulls d_c of a step back to the rates and powers that made it.
   *
   * @param derivative d_c, less what was noted in {@link #addToPart}, which is used up
   * @param adjoint of the group; in what it puts off
   */
  void pullBack(int step, double derivative, GroupAdjoint adjoint) {
    double toPart = adjoint.product(TO_PART) + derivative;
    adjoint.addToProduct(TO_PART, -adjoint.product(TO_PART));
    workOut(step);
    double sum = get(SUM, step);
    double weight = get(WEIGHT, step);
    if (!(sum > 0)) {
      return; // every c so far is 0, whatever the rates
    }
    adjoint.addToProduct(TO_WEIGHTS, -toPart * weight / sum / sum);
    double toLogWeight = (toPart / sum + times(step) * adjoint.product(TO_WEIGHTS)) * weight;
    int largest = largestAt(step);
    if (ratePower > 0) { // else rates may be 0
      adjoint.add(
          Coefficient.LEARNING_RATE,
          new Slot(largest, group),
          ratePower * toLogWeight / rate(largest));
    }
    adjoint.add(Coefficient.AVERAGING, new Slot(step, group), toLogWeight * Math.log(step + 1.0));
  }
}
