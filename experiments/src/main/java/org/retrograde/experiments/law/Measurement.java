package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * What trainings of a problem with the starting settings have to say of schedules of its peak:
 * means over seeds.
 *
 * @param context of the run
 * @param settings of the section
 */
record Measurement(RunContext context, LawsConfig settings) {

  static final String CURVES = "law curves";
  static final String GRADIENTS = "law gradients";

  /** Returns the rate of each step, before factors of layers and widths. */
  double[] rates(Schedule schedule, int steps) {
    Schedule whole = schedule.times(context.config().training().envelope());
    double peak = context.config().startingArm().learningRate();
    return IntStream.range(0, steps).mapToDouble(t -> peak * whole.factor(t, steps)).toArray();
  }

  /** Returns the starting settings with other rates. */
  private RunSettings settings(double[] rates) {
    ArmConfig start = context.config().startingArm();
    ArmConfig flat =
        new ArmConfig(Schedules.FLAT, start.learningRate(), start.momentum(), start.origin());
    RunSettings of = Hyperparameters.settings(context.problem(), flat, rates.length);
    double[] before = rates(Schedules.FLAT, rates.length);
    for (int t = 0; t < rates.length; t++) {
      for (int g = 0; g < of.initLogScale().length; g++) {
        double rate = of.coefficients().get(Coefficient.LEARNING_RATE, t, g);
        of.coefficients().set(Coefficient.LEARNING_RATE, t, g, rate / before[t] * rates[t]);
      }
    }
    return of;
  }

  /** Returns losses along trainings of schedules, plus what is irreducible. */
  List<LossCurve> curves(String part, Map<String, double[]> schedules) throws InterruptedException {
    List<LossCurve> curves = new ArrayList<>();
    List<List<Outcome<LossesAlong.Found>>> all =
        trained(part, schedules, CURVES, rates -> new LossesAlong(settings.steps(rates.length)));
    for (Map.Entry<String, double[]> one : schedules.entrySet()) {
      double[] means =
          mean(all.get(curves.size()).stream().map(found -> found.get().losses()).toList());
      curves.add(
          new LossCurve(
              one.getKey(),
              Arrays.stream(one.getValue()).boxed().toList(),
              settings.steps(one.getValue().length),
              Arrays.stream(means).mapToObj(loss -> loss + settings.irreducible()).toList()));
    }
    return curves;
  }

  /** Returns the derivatives of final losses by the rates of each schedule. */
  List<double[]> gradients(Map<String, double[]> schedules) throws InterruptedException {
    List<double[]> gradients = new ArrayList<>();
    RateDerivative want = new RateDerivative(context.strategy());
    List<List<Outcome<RateDerivative.Found>>> all =
        trained("hypergradients", schedules, GRADIENTS, rates -> want);
    for (double[] rates : schedules.values()) {
      double[] byLog =
          mean(all.get(gradients.size()).stream().map(found -> found.get().byLog()).toList());
      gradients.add(
          IntStream.range(0, rates.length).mapToDouble(t -> byLog[t] / rates[t]).toArray());
    }
    return gradients;
  }

  /** Returns final losses. */
  List<Double> losses(Map<String, double[]> schedules) throws InterruptedException {
    return trained("schedules of one peak", schedules, CURVES, rates -> new FinalLoss()).stream()
        .map(found -> mean(found.stream().map(one -> List.of(one.get())).toList())[0])
        .toList();
  }

  /**
   * What is wanted of a schedule.
   *
   * @param <R> what it finds
   */
  @FunctionalInterface
  private interface Wanted<R> {
    Want<R> of(double[] rates);
  }

  /** Returns what came of every seed, schedule by schedule. */
  private <R> List<List<Outcome<R>>> trained(
      String part, Map<String, double[]> schedules, String purpose, Wanted<R> wanted)
      throws InterruptedException {
    ExperimentConfig config = context.config();
    int count = purpose.equals(CURVES) ? settings.seeds() : settings.gradientSeeds();
    List<Trial<R>> trials = new ArrayList<>();
    List<String> names = new ArrayList<>();
    schedules.forEach(
        (name, rates) -> {
          RunSettings of = settings(rates);
          for (long seed : config.seeds(purpose, count)) {
            trials.add(new Trial<>(context.problem(), of, seed, wanted.of(rates)));
            names.add(name);
          }
        });
    List<Outcome<R>> outcomes =
        context.run(
            part, trials, (index, outcome) -> String.format(Locale.ROOT, "%s", names.get(index)));
    return IntStream.range(0, schedules.size())
        .mapToObj(i -> outcomes.subList(i * count, (i + 1) * count))
        .toList();
  }

  private static double[] mean(List<List<Double>> seeds) {
    return IntStream.range(0, seeds.get(0).size())
        .mapToDouble(
            i -> seeds.stream().mapToDouble(seed -> seed.get(i)).average().orElse(Double.NaN))
        .toArray();
  }
}
