package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.MemoryAccount;

/**
 * What tuning learned, in the form of the run record.
 *
 * @param groups names of the parameter groups
 * @param start settings before tuning
 * @param tuned settings after it
 */
record Findings(List<String> groups, RunSettings start, RunSettings tuned) {

  List<ScheduleCurve> schedules() {
    List<ScheduleCurve> curves = new ArrayList<>();
    for (Coefficient coefficient : Coefficient.values()) {
      double[][] before = start.coefficients().copyOf(coefficient);
      double[][] after = tuned.coefficients().copyOf(coefficient);
      if (allGroupsAlike(before) && allGroupsAlike(after)) {
        curves.add(curve(coefficient, "all", before, after, 0));
      } else {
        for (int g = 0; g < groups.size(); g++) {
          curves.add(curve(coefficient, groups.get(g), before, after, g));
        }
      }
    }
    return curves;
  }

  private static ScheduleCurve curve(
      Coefficient coefficient, String group, double[][] before, double[][] after, int g) {
    return new ScheduleCurve(coefficient.label(), group, column(before, g), column(after, g));
  }

  private static List<Double> column(double[][] rows, int g) {
    return Arrays.stream(rows).map(row -> row[g]).toList();
  }

  private static boolean allGroupsAlike(double[][] rows) {
    return Arrays.stream(rows)
        .allMatch(row -> Arrays.stream(row).allMatch(value -> value == row[0]));
  }

  List<GroupValue> initScales() {
    return changed("init scale", settings -> settings.initLogScale(), Math::exp);
  }

  List<GroupValue> penalties() {
    return changed("L2 penalty", settings -> settings.l2(), value -> value);
  }

  private List<GroupValue> changed(
      String name, Function<RunSettings, double[]> array, DoubleUnaryOperator value) {
    double[] before = array.apply(start);
    double[] after = array.apply(tuned);
    return IntStream.range(0, groups.size())
        .filter(g -> before[g] != after[g])
        .mapToObj(
            g ->
                new GroupValue(
                    name,
                    groups.get(g),
                    value.applyAsDouble(before[g]),
                    value.applyAsDouble(after[g])))
        .toList();
  }

  /** Derivatives with respect to the logarithm of each factor, averaged over seeds. */
  List<Importance> importances(List<Hypergradient> atStart, List<Hypergradient> atTuned) {
    List<Importance> all = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      int group = g;
      for (Coefficient coefficient : Coefficient.values()) {
        all.add(
            new Importance(
                coefficient.label(),
                groups.get(g),
                mean(atStart, h -> logDerivative(h, start, coefficient, group)),
                mean(atTuned, h -> logDerivative(h, tuned, coefficient, group))));
      }
      double startScale = mean(atStart, h -> h.derivative().initLogScale()[group]);
      double tunedScale = mean(atTuned, h -> h.derivative().initLogScale()[group]);
      if (startScale != 0 || tunedScale != 0) {
        all.add(new Importance("init scale", groups.get(g), startScale, tunedScale));
      }
      if (start.l2()[g] != 0 || tuned.l2()[g] != 0) {
        all.add(
            new Importance(
                "L2 penalty",
                groups.get(g),
                mean(atStart, h -> start.l2()[group] * h.derivative().l2()[group]),
                mean(atTuned, h -> tuned.l2()[group] * h.derivative().l2()[group])));
      }
    }
    return all;
  }

  private static double logDerivative(
      Hypergradient hypergradient, RunSettings at, Coefficient coefficient, int group) {
    double sum = 0;
    for (int t = 0; t < at.coefficients().steps(); t++) {
      sum +=
          at.coefficients().get(coefficient, t, group)
              * hypergradient.derivative().coefficients().get(coefficient, t, group);
    }
    return sum;
  }

  private static double mean(
      List<Hypergradient> hypergradients, ToDoubleFunction<Hypergradient> value) {
    return hypergradients.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /** Memory of one run, beside storing its weights in {@code storedBits} each at every step. */
  static MemoryUse memory(MemoryAccount account, int storedBits) {
    long weightsAndSteps = account.parameters() * account.steps();
    return new MemoryUse(
        account.parameters(),
        account.steps(),
        account.accounted(),
        account.allocated(),
        account.entropyLimit(),
        storedBits,
        Math.round(account.bits().accounted() / 8),
        Math.round(account.bits().allocated() / 8),
        weightsAndSteps * storedBits / 8);
  }

  /**
   * The proof that every replay carries with it.
   *
   * @param control error of the same round trip in plain doubles, or null
   */
  static ReversalProof proof(Reversal reversal, int steps, @Nullable Double control) {
    return new ReversalProof(
        reversal.exact(),
        steps,
        Long.toHexString(reversal.startHash()),
        Long.toHexString(reversal.endHash()),
        Long.toHexString(reversal.returnedHash()),
        reversal.windows(),
        "Hashes of every bit of position, velocity and information buffer; after the way back every"
            + " buffer is empty.",
        control);
  }
}
