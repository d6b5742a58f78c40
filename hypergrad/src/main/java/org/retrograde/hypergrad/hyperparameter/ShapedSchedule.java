package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * A coefficient of the update rule over time whose shape is tuned with it: knots, most often one
 * for the peak, times a schedule of a family. All groups have the shape together.
 *
 * <p>Raw numbers are those of the knots, and then those of the family.
 *
 * @param within the knots; the factors of their scale over time give way to the family's
 * @param family of shapes
 */
public record ShapedSchedule(ScheduleHyperparameter within, ScheduleFamily family)
    implements OverTime {

  @Override
  public String name() {
    return within.name();
  }

  @Override
  public int size() {
    return within.size() + family.numbers().size();
  }

  @Override
  public Tying tying() {
    return within.tying();
  }

  @Override
  public Coefficient coefficient() {
    return within.coefficient();
  }

  @Override
  public int knots() {
    return within.knots();
  }

  @Override
  public Scale scale(double[] raw) {
    return within.scale().overTime(family.at(ofFamily(raw)), within.steps());
  }

  private ScheduleHyperparameter shaped(double[] raw) {
    return within.scaledBy(scale(raw));
  }

  private double[] ofFamily(double[] raw) {
    return Arrays.copyOfRange(raw, within.size(), raw.length);
  }

  @Override
  public double[] start(RunSettings settings) {
    double[] ofFamily = family.start();
    double[] raw = new double[size()];
    System.arraycopy(ofFamily, 0, raw, within.size(), ofFamily.length);
    System.arraycopy(shaped(raw).start(settings), 0, raw, 0, within.size());
    return raw;
  }

  @Override
  public void apply(double[] raw, RunSettings settings) {
    shaped(raw).apply(raw, settings);
  }

  @Override
  public double[] pullBack(double[] raw, RunSettings derivative) {
    double[] result = Arrays.copyOf(shaped(raw).pullBack(raw, derivative), size());
    double[] byLogFactor = byLogFactor(raw, derivative);
    Schedule shape = family.at(ofFamily(raw));
    double[][] slopes = family.derivative(ofFamily(raw), within.steps());
    for (int i = 0; i < slopes.length; i++) {
      for (int t = 0; t < within.steps(); t++) {
        result[within.size() + i] +=
            byLogFactor[t] * slopes[i][t] / shape.factor(t, within.steps());
      }
    }
    return result;
  }

  /** The derivative with respect to the logarithm of the factor that all groups have, [step]. */
  private double[] byLogFactor(double[] raw, RunSettings derivative) {
    RunSettings settings = derivative.copy();
    apply(raw, settings);
    CoefficientTable values = settings.coefficients();
    double[] sums = new double[within.steps()];
    for (int t = 0; t < sums.length; t++) {
      for (int g = 0; g < values.groups(); g++) {
        if (tying().moves(g)) {
          sums[t] +=
              derivative.coefficients().get(coefficient(), t, g) * values.get(coefficient(), t, g);
        }
      }
    }
    return sums;
  }
}
