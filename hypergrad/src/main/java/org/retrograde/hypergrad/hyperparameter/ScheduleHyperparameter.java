package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * A coefficient of the update rule over time: K knots a column of groups, interpolated linearly in
 * raw (log or logit) space over t / (T - 1). With K = T every step is free.
 *
 * <p>Raw numbers are ordered [knot, column]. The value of a step is what its raw number stands for
 * times the scale.
 *
 * @param coefficient which one
 * @param transform from raw numbers
 * @param steps T, at least 1
 * @param knots K, in [1, T]
 * @param tying of groups to columns
 * @param scale what values are multiplied by, such as a warm-up
 */
public record ScheduleHyperparameter(
    Coefficient coefficient, Transform transform, int steps, int knots, Tying tying, Scale scale)
    implements OverTime {

  /** Checks the number of knots. */
  public ScheduleHyperparameter {
    if (knots < 1 || knots > steps) {
      throw new IllegalArgumentException(
          "knots must be in [1, %d], the number of steps; got %d".formatted(steps, knots));
    }
  }

  /** Makes a schedule of the values themselves. */
  public ScheduleHyperparameter(
      Coefficient coefficient, Transform transform, int steps, int knots, Tying tying) {
    this(coefficient, transform, steps, knots, tying, Scale.ONE);
  }

  /** Returns the same knots, multiplied by another scale. */
  ScheduleHyperparameter scaledBy(Scale other) {
    return new ScheduleHyperparameter(coefficient, transform, steps, knots, tying, other);
  }

  @Override
  public Scale scale(double[] raw) {
    return scale;
  }

  @Override
  public String name() {
    return coefficient.label();
  }

  @Override
  public int size() {
    return knots * tying.columns();
  }

  @Override
  public double[] start(RunSettings settings) {
    double[] raw = new double[size()];
    for (int k = 0; k < knots; k++) {
      int step = knots == 1 ? 0 : Math.round((float) k * (steps - 1) / (knots - 1));
      for (int g = tying.places() - 1; g >= 0; g--) {
        if (tying.moves(g)) {
          double value = settings.coefficients().get(coefficient, step, g) / scale.at(step, g);
          tying.start(transform.raw(value), g, raw, k * tying.columns());
        }
      }
    }
    return raw;
  }

  @Override
  public void apply(double[] raw, RunSettings settings) {
    CoefficientTable table = settings.coefficients();
    for (int t = 0; t < steps; t++) {
      for (int g = 0; g < table.groups(); g++) {
        if (tying.moves(g)) {
          double value = transform.value(interpolate(raw, t, g));
          table.set(coefficient, t, g, scale.at(t, g) * value);
        }
      }
    }
  }

  @Override
  public double[] pullBack(double[] raw, RunSettings derivative) {
    CoefficientTable table = derivative.coefficients();
    double[] result = new double[size()];
    for (int t = 0; t < steps; t++) {
      Knot knot = knot(t);
      for (int g = 0; g < table.groups(); g++) {
        if (tying.moves(g)) {
          double slope = scale.at(t, g) * transform.derivative(interpolate(raw, t, g));
          double d = slope * table.get(coefficient, t, g);
          int columns = tying.columns();
          tying.pullBack((1 - knot.fraction()) * d, g, result, knot.left() * columns);
          tying.pullBack(knot.fraction() * d, g, result, knot.right(knots) * columns);
        }
      }
    }
    return result;
  }

  private double interpolate(double[] raw, int step, int group) {
    Knot knot = knot(step);
    int columns = tying.columns();
    return (1 - knot.fraction()) * tying.of(raw, knot.left() * columns, group)
        + knot.fraction() * tying.of(raw, knot.right(knots) * columns, group);
  }

  private Knot knot(int step) {
    return Knot.at(steps == 1 ? 0 : (double) step / (steps - 1), knots);
  }
}
