package org.retrograde.hypergrad.hyperparameter;

import java.util.function.Function;

/**
 * An array of the settings, element by element or tied: init scales, penalties, training inputs.
 *
 * @param name for people
 * @param array finds the array in settings, and in their derivative
 * @param transform from raw numbers
 * @param tying of elements to raw numbers
 */
public record ArrayHyperparameter(
    String name, Function<RunSettings, double[]> array, Transform transform, Tying tying)
    implements Tied {

  /** The init log-scale of groups; raw numbers are natural logarithms already. */
  public static ArrayHyperparameter initScale(Tying groups) {
    return new ArrayHyperparameter(
        "init scale", RunSettings::initLogScale, Transform.IDENTITY, groups);
  }

  /**
   * The log multipliers of groups; raw numbers are natural logarithms already. Settings must have
   * {@link RunSettings#LOG_MULTIPLIERS}.
   */
  public static ArrayHyperparameter multiplier(Tying groups) {
    return new ArrayHyperparameter(
        "multiplier",
        settings -> settings.lossParameter(RunSettings.LOG_MULTIPLIERS),
        Transform.IDENTITY,
        groups);
  }

  /** The L2 penalty of groups, tuned in log space; must start above 0. */
  public static ArrayHyperparameter l2(Tying groups) {
    return new ArrayHyperparameter("L2 penalty", RunSettings::l2, Transform.LOG, groups);
  }

  /** The L2 penalty of each weight of one group, tuned in log space; must start above 0. */
  public static ArrayHyperparameter l2PerParameter(String groupName, int group, int size) {
    return new ArrayHyperparameter(
        "L2 penalty of each weight of " + groupName,
        settings -> settings.l2PerParameter().get(group),
        Transform.LOG,
        Tying.free(size));
  }

  /** A loss parameter such as the training inputs, element by element. */
  public static ArrayHyperparameter lossParameter(String name, int size) {
    return lossParameter(name, Tying.free(size));
  }

  /** A loss parameter of which elements are tied. */
  public static ArrayHyperparameter lossParameter(String name, Tying elements) {
    return new ArrayHyperparameter(
        name, settings -> settings.lossParameter(name), Transform.IDENTITY, elements);
  }

  @Override
  public int size() {
    return tying.columns();
  }

  @Override
  public double[] start(RunSettings settings) {
    double[] values = array.apply(settings);
    double[] raw = new double[size()];
    for (int i = values.length - 1; i >= 0; i--) {
      if (tying.moves(i)) {
        tying.start(transform.raw(values[i]), i, raw, 0);
      }
    }
    return raw;
  }

  @Override
  public void apply(double[] raw, RunSettings settings) {
    double[] values = array.apply(settings);
    for (int i = 0; i < values.length; i++) {
      if (tying.moves(i)) {
        values[i] = transform.value(tying.of(raw, 0, i));
      }
    }
  }

  @Override
  public double[] pullBack(double[] raw, RunSettings derivative) {
    double[] values = array.apply(derivative);
    double[] result = new double[size()];
    for (int i = 0; i < values.length; i++) {
      if (tying.moves(i)) {
        tying.pullBack(transform.derivative(tying.of(raw, 0, i)) * values[i], i, result, 0);
      }
    }
    return result;
  }
}
