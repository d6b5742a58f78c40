package org.retrograde.experiments.solvable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.experiments.config.ShapeNumbers;
import org.retrograde.experiments.law.KnownLoss;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.ShapedSchedule;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.hypergrad.tune.Tuner;
import org.retrograde.hypergrad.tune.TunerSettings;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Holds schedules against the best one of a problem whose loss is known: families at their best
 * peak, knots that are learnt by the engine's hypergradients, and what was tuned before; and the
 * mean of sampled hypergradients against the exact one, where the run has measured it.
 */
public final class OptimumPhase implements SectionPhase {

  static final String WORD = "optimum";

  /** Stretches of a run over which hypergradients are summed. */
  private static final int BINS = 20;

  /**
   * The keys of the section.
   *
   * @param schedules by name, each put at its best peak
   * @param families by name, whose numbers are learnt with the peak
   * @param knots numbers of knots to learn, of the logarithm of the rate
   * @param iterations of learning
   * @param step of Adam, which learns
   */
  record Settings(
      Map<String, Schedule> schedules,
      Map<String, FamilyConfig> families,
      List<Integer> knots,
      int iterations,
      double step) {

    /** Copies them. */
    Settings {
      schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
      families = Collections.unmodifiableMap(new LinkedHashMap<>(families));
      knots = List.copyOf(knots);
    }

    boolean isLearning() {
      return !(families.isEmpty() && knots.isEmpty());
    }

    int size() {
      return schedules.size() + families.size() + knots.size();
    }
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Problems `power-law` and `spherical` alone: schedules beside the best one, by expected"
        + " loss.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "schedules": {
          "description": "Schedules by name, each at the peak rate of least expected loss.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"$ref": "#/$defs/schedule"},
          "default": {"constant": "flat", "linear": "linear", "cosine": "cosine", "wsd": "wsd"}
        },
        "families": {
          "description": "`form: expected` only: schedules by name, each a `shape` whose `numbers` are learnt by hypergradients together with its peak, such as `{shape: wsd, numbers: [decay]}`.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"$ref": "#/$defs/family"},
          "default": {}
        },
        "knots": {
          "description": "`form: expected` only: schedules of so many knots, linear between them in the logarithm of the rate, are learnt by hypergradients, and called `knots-8` for 8.",
          "type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/count"}, "default": []
        },
        "iterations": {"description": "Hypergradients that knots and numbers of families are learnt by.", "$ref": "#/$defs/count", "default": 150},
        "step": {"description": "Step size of Adam, which learns them.", "type": "number", "exclusiveMinimum": 0, "default": 0.2}
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
    ((Settings) settings)
        .families()
        .forEach(
            (name, family) ->
                family.refusal().ifPresent(what -> complain.accept("families." + name, what)));
    ((Settings) settings)
        .families().keySet().stream()
            .filter(((Settings) settings).schedules()::containsKey)
            .forEach(name -> complain.accept("families." + name, "is the name of a schedule too"));
  }

  private static KnownLoss known(TrainingProblem problem) {
    if (problem instanceof KnownLoss known) {
      return known;
    }
    throw new DataException(
        "optimum needs a problem whose expected loss is known, such as power-law, not "
            + problem.config().problem().kind().word());
  }

  @Override
  public void check(TrainingProblem problem) {
    known(problem);
    int steps = problem.config().training().steps();
    Settings settings = settings(problem.config()).orElseThrow();
    for (int knots : settings.knots()) {
      if (knots > steps) {
        throw new DataException(
            "optimum.knots must be at most training.steps (%d), got %d".formatted(steps, knots));
      }
    }
    FamilyConfig.requireEffects("optimum.families", settings.families(), steps);
  }

  static Optional<Settings> settings(ExperimentConfig config) {
    return config.own(WORD, Settings.class);
  }

  /** What is expected needs none. */
  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of();
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    Settings settings = settings(context.config()).orElseThrow();
    RateLoss loss = known(context.problem()).expectedLoss();
    Beside beside = new Beside(context, settings, loss);
    context.progress().begin(WORD, 1 + settings.size());
    OptimalSchedule best = OptimalSchedule.of(loss, beside.steps());
    context.progress().step(String.format(Locale.ROOT, "%.6f", best.loss()));
    List<Optimum.Beside> schedules = new ArrayList<>();
    for (Map.Entry<String, Schedule> one : settings.schedules().entrySet()) {
      add(beside.family(one.getKey(), one.getValue()), schedules, context);
    }
    for (Map.Entry<String, FamilyConfig> one : settings.families().entrySet()) {
      add(beside.learnt(one.getKey(), one.getValue()), schedules, context);
    }
    for (int knots : settings.knots()) {
      add(beside.learnt(knots), schedules, context);
    }
    context.progress().end();
    RunSettings tuned = context.tuned();
    if (tuned != null) {
      schedules.add(beside.of("tuned", "what the run has tuned", tuned));
    }
    Optimum found =
        new Optimum(best.loss(), best.rates(), schedules, beside.agreement().orElse(null));
    context.update(results -> results.with(found));
  }

  private static void add(Optimum.Beside one, List<Optimum.Beside> schedules, RunContext context) {
    schedules.add(one);
    context.progress().step(String.format(Locale.ROOT, "%s %.6f", one.name(), one.loss()));
  }

  /** What stands beside the best schedule. */
  private record Beside(RunContext context, Settings settings, RateLoss loss) {

    int steps() {
      return context.config().training().steps();
    }

    Optimum.Beside family(String name, Schedule schedule) {
      BestPeak best = BestPeak.of(loss, schedule, steps());
      return of(name, ConfigWriter.inOneLine(schedule), best.rates());
    }

    /** Learns knots, from the best constant rate. */
    Optimum.Beside learnt(int knots) throws InterruptedException {
      HyperparameterSpace space = from(BestPeak.of(loss, Schedules.FLAT, steps()), rates(knots));
      return of(
          "knots-" + knots,
          knots + " knots learnt by hypergradients",
          space.settings(learnt(space)));
    }

    /** Learns numbers of a schedule and its peak. */
    Optimum.Beside learnt(String name, FamilyConfig family) throws InterruptedException {
      ScheduleFamily shapes = ShapeNumbers.family(family.shape(), family.numbers());
      HyperparameterSpace space =
          from(BestPeak.of(loss, family.shape(), steps()), new ShapedSchedule(rates(1), shapes));
      double[] raw = learnt(space);
      return of(name, words(family, shapes, raw), space.settings(raw));
    }

    private static String words(FamilyConfig family, ScheduleFamily shapes, double[] raw) {
      List<Double> learnt = shapes.values(Arrays.copyOfRange(raw, 1, raw.length));
      return IntStream.range(0, learnt.size())
          .mapToObj(
              i -> String.format(Locale.ROOT, "%s %.4g", family.numbers().get(i), learnt.get(i)))
          .collect(Collectors.joining(", ", family.shape().word() + ", learnt: ", ""));
    }

    private ScheduleHyperparameter rates(int knots) {
      return new ScheduleHyperparameter(
          Coefficient.LEARNING_RATE, Transform.LOG, steps(), knots, Tying.shared(1));
    }

    private HyperparameterSpace from(BestPeak best, Hyperparameter learnt) {
      RunSettings start = context.start().copy();
      double[] rates = best.rates();
      for (int t = 0; t < rates.length; t++) {
        start.coefficients().set(Coefficient.LEARNING_RATE, t, 0, rates[t]);
      }
      return new HyperparameterSpace(start, List.of(learnt));
    }

    /** Descends the engine's hypergradients by Adam. */
    private double[] learnt(HyperparameterSpace space) throws InterruptedException {
      TunerSettings how =
          new TunerSettings(
              settings.iterations(),
              1,
              1,
              1,
              settings.step(),
              true,
              Double.POSITIVE_INFINITY,
              context.config().seed());
      Tuner tuner =
          new Tuner(
              how,
              new MetaOptimizer.Adam(0.9, 0.99, 1e-8),
              new TrialObjective(context.engine(), context.problem(), space, context.strategy()));
      return tuner.tune(space.start(), iteration -> {}).raw().toArray();
    }

    Optimum.Beside of(String name, String words, RunSettings settings) {
      return of(name, words, rates(settings));
    }

    private Optimum.Beside of(String name, String words, double[] rates) {
      return new Optimum.Beside(
          name, words, loss.loss(rates), Arrays.stream(rates).boxed().toList());
    }

    private double[] rates(RunSettings settings) {
      return IntStream.range(0, steps())
          .mapToDouble(t -> settings.coefficients().get(Coefficient.LEARNING_RATE, t, 0))
          .toArray();
    }

    /** Of the mean hypergradient of the starting settings, if the run has one. */
    Optional<Optimum.Agreement> agreement() {
      return context.results().all(MeanDerivatives.class).stream()
          .filter(curve -> curve.hyperparameter().equals("log learning rate"))
          .findFirst()
          .map(this::agreement);
    }

    private Optimum.Agreement agreement(MeanDerivative sampled) {
      double[] rates = rates(context.start());
      double[] byRate = loss.gradient(rates);
      double[] exact = new double[rates.length];
      Arrays.setAll(exact, t -> rates[t] * byRate[t]);
      int bin = Math.max(1, rates.length / BINS);
      double[] known = sums(exact, bin);
      double[] mean = sums(sampled.mean().stream().mapToDouble(x -> x).toArray(), bin);
      return new Optimum.Agreement(
          sampled.seeds(),
          bin,
          Arrays.stream(known).boxed().toList(),
          Arrays.stream(mean).boxed().toList(),
          known.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(known, mean));
    }

    private static double[] sums(double[] values, int bin) {
      double[] sums = new double[(values.length + bin - 1) / bin];
      IntStream.range(0, values.length).forEach(t -> sums[t / bin] += values[t]);
      return sums;
    }
  }
}
