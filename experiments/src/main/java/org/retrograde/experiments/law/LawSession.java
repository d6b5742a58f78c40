package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LossLaws;

/** A law being fitted to a problem, and held against it. */
final class LawSession {

  private final RunContext context;
  private final LawsConfig settings;
  private final Measurement measurement;
  private final int steps;
  private final @Nullable RateLoss known;

  LawSession(RunContext context, LawsConfig settings) {
    this.context = context;
    this.settings = settings;
    this.measurement = new Measurement(context, settings);
    this.steps = context.config().training().steps();
    this.known =
        context.problem() instanceof KnownLoss problem && problem.trainsExpectation()
            ? problem.expectedLoss()
            : null;
  }

  void run() throws InterruptedException {
    List<LossCurve> seen = measurement.curves("curves to fit", rates(settings.fit(), steps));
    FittedLaw law = settings.law().fit(seen, settings.irreducible());
    context
        .progress()
        .say(
            String.format(
                Locale.ROOT,
                "%s: %s of %s",
                law.law().word(),
                law.law().numbers(),
                law.law().names()));
    List<LawCurve> curves = new ArrayList<>();
    seen.forEach(curve -> curves.add(LawRecords.of(curve, law, true)));
    Map<String, double[]> others = rates(settings.unseen(), steps);
    others.putAll(rates(settings.twice(), 2 * steps));
    measurement
        .curves("unseen curves", others)
        .forEach(curve -> curves.add(LawRecords.of(curve, law, false)));
    record(law, curves, List.of(), List.of(), List.of());
    List<LossLaws.Gradient> gradients = gradients(law);
    record(law, curves, gradients, List.of(), List.of());
    record(law, curves, gradients, atPeak(law), rankings());
  }

  private void record(
      FittedLaw law,
      List<LawCurve> curves,
      List<LossLaws.Gradient> gradients,
      List<LossLaws.AtPeak> atPeak,
      List<LossLaws.Ranking> rankings) {
    LossLaws found =
        new LossLaws(
            settings.irreducible(), LawRecords.of(law), curves, gradients, atPeak, rankings);
    context.update(results -> results.with(found));
  }

  private Map<String, double[]> rates(Map<String, Schedule> schedules, int length) {
    Map<String, double[]> rates = new LinkedHashMap<>();
    schedules.forEach((name, schedule) -> rates.put(name, measurement.rates(schedule, length)));
    return rates;
  }

  private List<LossLaws.Gradient> gradients(FittedLaw law) throws InterruptedException {
    Map<String, double[]> schedules = rates(settings.gradients(), steps);
    List<double[]> exact = measurement.gradients(schedules);
    List<LossLaws.Gradient> gradients = new ArrayList<>();
    schedules.forEach(
        (name, rates) -> {
          double[] ours = Falls.derivative(exact.get(gradients.size()));
          double[] said = Falls.derivative(law.gradient(rates));
          gradients.add(
              new LossLaws.Gradient(
                  name,
                  words(settings.gradients().get(name)),
                  list(said),
                  list(ours),
                  Falls.cosine(said, ours),
                  Falls.sameSigns(said, ours)));
        });
    return gradients;
  }

  private static String words(@Nullable Schedule schedule) {
    return schedule == null ? "" : ConfigWriter.inOneLine(schedule);
  }

  /** The law's best schedule and others of its peak, by the loss that they leave. */
  private List<LossLaws.AtPeak> atPeak(FittedLaw law) throws InterruptedException {
    double peak = context.config().startingArm().learningRate();
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, double[]> rates = new LinkedHashMap<>();
    RateLoss exact = known;
    if (exact != null) {
      words.put(LossLaws.OPTIMUM, "the best that never rises");
      rates.put(LossLaws.OPTIMUM, LeastRates.of(exact, peak, steps, settings.floor()).rates());
    }
    words.put(LossLaws.LAW_OPTIMUM, "what the law finds best of these");
    rates.put(LossLaws.LAW_OPTIMUM, LeastRates.of(law, peak, steps, settings.floor()).rates());
    Map<String, Schedule> beside = new LinkedHashMap<>(settings.gradients());
    beside.putAll(settings.atPeak());
    beside.forEach((name, schedule) -> words.put(name, words(schedule)));
    rates.putAll(rates(beside, steps));
    List<Double> losses =
        exact == null
            ? measurement.losses(rates)
            : rates.values().stream().map(exact::loss).toList();
    List<LossLaws.AtPeak> all = new ArrayList<>();
    rates.forEach(
        (name, of) ->
            all.add(
                new LossLaws.AtPeak(
                    name, words.getOrDefault(name, ""), losses.get(all.size()), list(of))));
    return all;
  }

  private List<LossLaws.Ranking> rankings() {
    RateLoss exact = known;
    if (settings.random() == 0 || exact == null) {
      return List.of();
    }
    double peak = context.config().startingArm().learningRate();
    Well19937c random = new Well19937c(Seeds.of(context.config().seed(), "laws", 0));
    return RandomSchedules.draw(settings.random(), peak, exact, random).rankings();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
