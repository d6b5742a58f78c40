package org.retrograde.experiments.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.plan.Clock;
import org.retrograde.hypergrad.plan.MeasuredSweep;
import org.retrograde.hypergrad.plan.Planner;
import org.retrograde.hypergrad.plan.ScaleModel;
import org.retrograde.hypergrad.plan.ScaledCost;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * Measures an experiment's problem at a few widths, and says what the experiment would cost with
 * other numbers of parameters and steps, and what ends first.
 */
public final class ScaleStudy {

  /**
   * Numbers of parameters that are measured: state of the last is several times what caches hold.
   * Of three sizes, a decade apart, straight lines were a third too high where state leaves the
   * cache.
   */
  private static final double[] MEASURED = {2e4, 6e4, 2e5, 6e5, 2e6};

  private static final int ROUNDS = 3;

  /** Sizes that would take the whole longer than this are left out. */
  private static final double MOST_SECONDS = 120;

  private static final double SECONDS_A_DAY = 86_400;

  private final TrainingProblem problem;
  private final IntFunction<TrainingProblem> ofSteps;
  private final Limits limits;
  private final ProblemSizes sizes;
  private final Workload workload;
  private final Clock clock;
  private final ScaleModel model;
  private final List<ProblemSize> measured = new ArrayList<>();
  private final Map<Integer, TrainingProblem> opened = new LinkedHashMap<>();

  /**
   * Makes a study.
   *
   * @param problem that is measured
   * @param ofSteps opens the same problem with another number of steps
   * @param clock of all seconds
   */
  public ScaleStudy(
      TrainingProblem problem, IntFunction<TrainingProblem> ofSteps, Limits limits, Clock clock) {
    this.problem = problem;
    this.ofSteps = ofSteps;
    this.limits = limits;
    this.clock = clock;
    this.model = new ScaleModel(clock);
    this.sizes = new ProblemSizes(problem);
    this.workload = Workload.of(problem.config());
  }

  /** Returns what the experiment does. */
  public Workload workload() {
    return workload;
  }

  /**
   * Measures, which takes some tens of seconds.
   *
   * @param largest number of parameters that there will be plans for; none much larger is measured
   * @return numbers of parameters that were measured
   */
  public List<Long> measure(double largest, Progress progress) {
    List<ProblemSize> all = toMeasure(largest);
    progress.begin("measuring", ROUNDS * all.size());
    double spent = 0;
    double last = 0;
    for (ProblemSize size : all) {
      double growth = measured.isEmpty() ? 0 : growth(measured, size);
      if (ROUNDS * (spent + last * growth) > MOST_SECONDS) {
        progress.say(
            String.format(
                Locale.ROOT,
                "%,d parameters and more would take too long to measure",
                size.parameters()));
        break;
      }
      last = measure(size, progress);
      spent += last;
      measured.add(size);
    }
    for (int round = 1; round < ROUNDS; round++) {
      measured.forEach(size -> measure(size, progress));
    }
    progress.end();
    return measured.stream().map(ProblemSize::parameters).toList();
  }

  private List<ProblemSize> toMeasure(double largest) {
    if (!problem.hasWidths()) {
      return List.of(sizes.nearest(0));
    }
    Map<Integer, ProblemSize> byWidth = new LinkedHashMap<>();
    double before = 0;
    for (double parameters : MEASURED) {
      ProblemSize size = sizes.nearest(parameters);
      if (before < largest) {
        byWidth.put(size.width(), size);
      }
      before = parameters;
    }
    return List.copyOf(byWidth.values());
  }

  private static double growth(List<ProblemSize> measured, ProblemSize next) {
    return (double) next.parameters() / measured.get(measured.size() - 1).parameters();
  }

  private double measure(ProblemSize size, Progress progress) {
    double seconds = model.measure(problem.device(), runs(problem, size.width()));
    progress.step(String.format(Locale.ROOT, "%,d parameters", size.parameters()));
    return seconds;
  }

  private static Supplier<TrainingRun> runs(TrainingProblem of, int width) {
    RunSettings settings = Hyperparameters.checkedSpace(of).base();
    long seed = Seeds.of(of.config().seed(), "plan", 0);
    return () -> of.runTuned(settings, width, seed);
  }

  /** Returns what the experiment would cost with about so many parameters and so many steps. */
  public ScaledPlan plan(double parameters, int steps) {
    ProblemSize size = sizes.nearest(parameters);
    double beyond = (double) size.parameters() / model.largest();
    int groups = problem.groups().size();
    Resource refused =
        Resource.first(
            List.of(
                new Resource("tensor length", (double) size.largestGroup() / Integer.MAX_VALUE),
                new Resource("steps x groups", (double) steps * groups / DoubleStore.MOST)));
    if (!refused.suffices()) {
      return new ScaledPlan(
          size.parameters(), size.width(), steps, beyond, List.of(), null, refused);
    }
    List<ScaledCost> costs = model.at(shape(size, steps), size.groups());
    List<ScaledStrategy> strategies = costs.stream().map(cost -> scaled(cost, refused)).toList();
    return new ScaledPlan(
        size.parameters(),
        size.width(),
        steps,
        beyond,
        strategies,
        chosen(costs, strategies).word(),
        null);
  }

  private ScaledPlan again(ScaledPlan plan) {
    return plan((double) plan.parameters(), plan.steps());
  }

  /** A run that has all but the size of its objective. */
  private TrainingRun shape(ProblemSize size, int steps) {
    TrainingProblem longer = opened.computeIfAbsent(steps, ofSteps::apply);
    RunSettings tuned = Hyperparameters.checkedSpace(longer).base();
    TrainingRun own = runs(problem, problem.width()).get();
    return own.withSettings(longer.link(size.width()).effective(tuned))
        .withOptions(own.options().withHeldBytes(heldBytes()));
  }

  /** As runs on such a machine would have it. */
  private long heldBytes() {
    return problem.config().run().budgetBytes(limits.memoryBytes()) / 2;
  }

  private ScaledStrategy scaled(ScaledCost cost, Resource program) {
    int most = problem.config().run().jobsAtOnce();
    int atOnce = (int) Math.max(1, Math.min(most, limits.memoryBytes() / cost.memoryBytes()));
    double disk = 2.0 * cost.spilledBytes() / limits.diskBytesPerSecond();
    double seconds = cost.seconds() + disk;
    double all =
        workload.seconds(seconds, cost.trainingSeconds(), (long) atOnce * limits.machines());
    double machineHours = all / 3600 * limits.machines();
    Double price = limits.price();
    Resource first =
        Resource.first(
            List.of(
                program,
                new Resource("memory", (double) cost.memoryBytes() / limits.memoryBytes()),
                new Resource("disk space", (double) atOnce * cost.fileBytes() / limits.diskBytes()),
                new Resource(
                    "disk bandwidth",
                    atOnce * cost.spillBytesPerSecond() / limits.diskBytesPerSecond()),
                new Resource("days", all / SECONDS_A_DAY / limits.days())));
    return new ScaledStrategy(
        cost.strategy().word(),
        seconds * cost.stepSeconds() / cost.seconds(),
        seconds,
        cost.leastSeconds() + disk,
        cost.mostSeconds() + disk,
        atOnce,
        all / 3600,
        machineHours,
        price == null ? null : price * machineHours,
        cost.memoryBytes(),
        cost.fileBytes(),
        cost.spillBytesPerSecond(),
        cost.checkpointBytes(),
        cost.checkpointBytes() / limits.diskBytesPerSecond(),
        first,
        first.suffices());
  }

  /** The config's strategy; or of those that fit the planner's; or that which needs least. */
  private Strategy chosen(List<ScaledCost> costs, List<ScaledStrategy> strategies) {
    List<ScaledCost> fitting = new ArrayList<>();
    ScaledCost nearest = costs.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < costs.size(); i++) {
      ScaledStrategy strategy = strategies.get(i);
      if (strategy.fits()) {
        fitting.add(costs.get(i));
      }
      if (strategy.endsFirst().share() < least) {
        least = strategy.endsFirst().share();
        nearest = costs.get(i);
      }
    }
    Strategy otherwise = nearest.strategy();
    return problem
        .config()
        .run()
        .strategy()
        .orElse(
            () ->
                fitting.isEmpty()
                    ? otherwise
                    : Planner.choose(
                            fitting.stream().map(ScaledCost::planned).toList(), Long.MAX_VALUE)
                        .strategy());
  }

  /**
   * Measures hypergradients of some plans under the strategies that these have chosen, in turns
   * with what plans are made from, so that other work on the machine disturbs both alike.
   *
   * @param rounds how often each
   * @return as many as there are plans that could be made, beside what is planned in the end
   */
  public List<ScaleCheck> check(List<ScaledPlan> plans, int rounds, Progress progress) {
    List<ScaleCheck> checks =
        plans.stream().filter(plan -> plan.chosen() != null).map(ScaleCheck::new).toList();
    progress.begin("checking", rounds * checks.size());
    for (int round = 0; round < rounds; round++) {
      measured.forEach(size -> model.measure(problem.device(), runs(problem, size.width())));
      for (ScaleCheck check : checks) {
        ScaledPlan plan = check.plan();
        TrainingProblem longer = opened.computeIfAbsent(plan.steps(), ofSteps::apply);
        check.add(
            MeasuredSweep.of(
                problem.device(), runs(longer, plan.width()), check.strategy(), clock));
        progress.step(String.format(Locale.ROOT, "%,d parameters", plan.parameters()));
      }
    }
    progress.end();
    checks.forEach(check -> check.replan(again(check.plan())));
    return checks;
  }
}
