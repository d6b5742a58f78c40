package org.retrograde.experiments.solvable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.reports.record.RateLaw;

/**
 * Finds how the best rate of a power-law model follows the length of a run and its batch, and fits
 * one power of the samples seen to one run, and to all, by exact derivatives.
 */
public final class RateLawPhase implements SectionPhase {

  static final String WORD = "rate-law";

  /**
   * The keys of the section.
   *
   * @param batches B
   * @param samples of a run
   * @param decay part of the steps that rates fall over
   * @param fitBatch B of the one run that the law is fitted to
   * @param fitSamples n of it
   */
  record Settings(
      List<Integer> batches, List<Integer> samples, double decay, int fitBatch, int fitSamples) {

    /** Copies the lists. */
    Settings {
      batches = List.copyOf(batches);
      samples = List.copyOf(samples);
    }
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Problem `power-law` alone: how the best learning rate follows the length of a run and"
        + " its batch, and a power of the samples seen in place of both (Power Scheduler).";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "batches": {"description": "Samples of a step.", "type": "array", "minItems": 2, "uniqueItems": true, "items": {"$ref": "#/$defs/count"}, "default": [1, 2, 4, 8]},
        "samples": {"description": "Samples of a whole run, multiples of every batch.", "type": "array", "minItems": 2, "uniqueItems": true, "items": {"$ref": "#/$defs/count"}, "default": [1000, 2000, 4000, 8000]},
        "decay": {"description": "Part of the steps that rates fall over, along a line to 0.", "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "default": 0.1},
        "fit-batch": {"description": "The batch of the one run that a law is fitted to.", "$ref": "#/$defs/count", "default": 2},
        "fit-samples": {"description": "The samples of that run.", "$ref": "#/$defs/count", "default": 2000}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    Settings law = (Settings) settings;
    List<Integer> samples = new ArrayList<>(law.samples());
    samples.add(law.fitSamples());
    List<Integer> batches = new ArrayList<>(law.batches());
    batches.add(law.fitBatch());
    if (samples.stream().anyMatch(n -> batches.stream().anyMatch(batch -> n % batch != 0))) {
      complain.accept(
          "samples", "must be multiples of every batch, got %s and %s".formatted(samples, batches));
    }
  }

  /** What is expected needs none. */
  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of();
  }

  @Override
  public void run(RunContext context) {
    Settings settings = context.config().own(WORD, Settings.class).orElseThrow();
    PowerLawModel model = context.config().problem().settings(PowerLawConfig.class).model();
    List<SamplePower.Run> runs = new ArrayList<>();
    settings
        .batches()
        .forEach(batch -> settings.samples().forEach(n -> runs.add(run(model, batch, n))));
    Schedule shape = new Wsd(settings.decay(), Fall.LINEAR, 0);
    context.progress().begin(WORD, runs.size() + 2);
    List<BestPeak> best = new ArrayList<>();
    for (SamplePower.Run run : runs) {
      best.add(BestPeak.of(new ExpectedLoss(run.model()), shape, run.steps()));
      context.progress().step(String.format(Locale.ROOT, "%.4g", best.get(best.size() - 1).peak()));
    }
    SamplePower.Run one = run(model, settings.fitBatch(), settings.fitSamples());
    SamplePower start = new SamplePower(Math.log(0.1), -0.4, settings.decay());
    SamplePower ofOne = start.fittedTo(List.of(one));
    context.progress().step(words(ofOne));
    SamplePower ofAll = ofOne.fittedTo(runs);
    context.progress().step(words(ofAll));
    context.progress().end();
    String oneRun = "one run, B = %d, n = %d".formatted(settings.fitBatch(), settings.fitSamples());
    RateLaw found =
        found(
            ConfigWriter.inOneLine(shape),
            runs,
            best,
            List.of(new Fitted(oneRun, ofOne), new Fitted("all runs", ofAll)));
    context.update(results -> results.with(found));
  }

  private static SamplePower.Run run(PowerLawModel model, int batch, int samples) {
    return new SamplePower.Run(
        new PowerLawModel(model.decay(), model.source(), model.noise(), batch, model.modes()),
        samples / batch);
  }

  private static String words(SamplePower law) {
    return String.format(Locale.ROOT, "a %.4g, b %.4f", Math.exp(law.logFactor()), law.exponent());
  }

  private record Fitted(String name, SamplePower law) {}

  private static RateLaw found(
      String shape, List<SamplePower.Run> runs, List<BestPeak> best, List<Fitted> fitted) {
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.newSampleData(
        best.stream().mapToDouble(peak -> Math.log(peak.peak())).toArray(),
        runs.stream()
            .map(run -> new double[] {Math.log(samples(run)), Math.log(run.model().batch())})
            .toArray(double[][]::new));
    double[] exponents = fit.estimateRegressionParameters();
    double[] losses = best.stream().mapToDouble(BestPeak::loss).toArray();
    List<double[]> ratios = fitted.stream().map(one -> one.law().ratios(runs, losses)).toList();
    return new RateLaw(
        shape,
        exponents[1],
        exponents[2],
        fit.calculateRSquared(),
        IntStream.range(0, fitted.size()).mapToObj(i -> law(fitted.get(i), ratios.get(i))).toList(),
        IntStream.range(0, runs.size())
            .mapToObj(i -> cell(runs.get(i), best.get(i), ratios.stream().map(r -> r[i]).toList()))
            .toList());
  }

  private static int samples(SamplePower.Run run) {
    return run.model().batch() * run.steps();
  }

  private static RateLaw.Law law(Fitted fitted, double[] ratios) {
    return new RateLaw.Law(
        fitted.name(),
        Math.exp(fitted.law().logFactor()),
        fitted.law().exponent(),
        Arrays.stream(ratios).average().orElse(Double.NaN),
        Arrays.stream(ratios).max().orElse(Double.NaN));
  }

  private static RateLaw.Cell cell(SamplePower.Run run, BestPeak best, List<Double> ratios) {
    return new RateLaw.Cell(run.model().batch(), samples(run), best.peak(), best.loss(), ratios);
  }
}
