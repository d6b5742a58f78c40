package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.OptimizerNote;
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
    for (Coefficient coefficient : start.coefficients().coefficients()) {
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

  /** Init scales and multipliers. */
  List<GroupValue> scales() {
    List<GroupValue> scales = new ArrayList<>();
    scales.addAll(changed("init scale", settings -> settings.initLogScale(), Math::exp));
    if (tuned.hasMultipliers()) {
      scales.addAll(changed("multiplier", Findings::logMultipliers, Math::exp));
    }
    return scales;
  }

  private static double[] logMultipliers(RunSettings settings) {
    return settings.lossParameter(RunSettings.LOG_MULTIPLIERS);
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

  /** |d_x| along the way back of one run, from the last step to the first. */
  static AdjointTrace trace(String name, Derivative.Found hypergradient) {
    List<Integer> steps = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    for (int step = 0; step < hypergradient.adjointNorms().size(); step++) {
      double norm = hypergradient.adjointNorms().get(step);
      if (!Double.isNaN(norm)) {
        steps.add(step);
        norms.add(norm);
      }
    }
    return new AdjointTrace(name, steps, norms);
  }

  /** What the update rule met on the way, where it is worth a word. */
  static List<OptimizerNote> notes(Derivative.Found hypergradient, long parameters, int steps) {
    Reversal reversal = hypergradient.reversal();
    List<OptimizerNote> notes = new ArrayList<>();
    if (reversal.lanesUnderFloor() > 0) {
      notes.add(
          new OptimizerNote(
              "parameters under the floor of the mean square, %",
              100.0 * reversal.lanesUnderFloor() / parameters,
              "at the end of training their squared gradients were smaller than the digit noise of"
                  + " the mean's decay, so their steps are not those of the formula; AdamW leaves"
                  + " them where they are"));
    }
    if (reversal.clippedSteps() > 0) {
      notes.add(
          new OptimizerNote(
              "steps whose gradient was clipped, of " + steps,
              reversal.clippedSteps(),
              "the hypergradient goes through the clip"));
    }
    return notes;
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
        "Hashes of every bit of position, moments and heads of the information buffer; where steps"
            + " are undone, every buffer is empty after the way back.",
        control);
  }
}
