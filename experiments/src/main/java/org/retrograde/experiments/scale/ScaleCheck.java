package org.retrograde.experiments.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.plan.MeasuredSweep;

/** A plan beside hypergradients of its size that were made. */
public final class ScaleCheck {

  private final ScaledPlan plan;
  private ScaledStrategy predicted;
  private final List<MeasuredSweep> measured = new ArrayList<>();

  /** Makes one of a plan that has chosen a strategy. */
  ScaleCheck(ScaledPlan plan) {
    this.plan = plan;
    this.predicted = strategy(plan, plan.chosen());
  }

  private static ScaledStrategy strategy(ScaledPlan plan, @Nullable String name) {
    return plan.strategies().stream()
        .filter(strategy -> strategy.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  ScaledPlan plan() {
    return plan;
  }

  Strategy strategy() {
    return Arrays.stream(Strategy.values())
        .filter(strategy -> strategy.word().equals(predicted.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Takes what another plan of the same size says of the same strategy. */
  void replan(ScaledPlan other) {
    predicted = strategy(other, predicted.name());
  }

  void add(MeasuredSweep sweep) {
    measured.add(sweep);
  }

  /**
   * One figure.
   *
   * @param parameters of the plan
   * @param steps of it
   * @param strategy that was made
   * @param of what it is
   * @param predicted by the plan
   * @param measured the median, or the most
   * @param least of the measurements
   * @param most of them
   * @param error predicted over measured, less 1; null where only one of them is 0
   */
  public record Figure(
      long parameters,
      int steps,
      String strategy,
      String of,
      double predicted,
      double measured,
      double least,
      double most,
      @Nullable Double error) {}

  /**
   * Returns time, the median; and memory and disk, the most: of runs that start alike the first
   * alone makes the start.
   */
  public List<Figure> figures() {
    return List.of(
        figure("seconds", predicted.seconds(), MeasuredSweep::seconds, 50),
        figure("memory, bytes", (double) predicted.memoryBytes(), MeasuredSweep::memoryBytes, 100),
        figure("disk, bytes", (double) predicted.diskBytes(), MeasuredSweep::fileBytes, 100));
  }

  private Figure figure(
      String of, double expected, ToDoubleFunction<MeasuredSweep> cost, int percentile) {
    double[] values = measured.stream().mapToDouble(cost).toArray();
    double found = StatUtils.percentile(values, percentile);
    return new Figure(
        plan.parameters(),
        plan.steps(),
        predicted.name(),
        of,
        expected,
        found,
        StatUtils.min(values),
        StatUtils.max(values),
        error(expected, found));
  }

  private static @Nullable Double error(double expected, double found) {
    if (found == expected) {
      return 0.0;
    }
    return found == 0 ? null : expected / found - 1;
  }
}
