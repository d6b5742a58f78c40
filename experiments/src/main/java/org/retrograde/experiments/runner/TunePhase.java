package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.retrograde.experiments.config.MetaOptimizerConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.experiments.suite.StrategyPlan;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.MeteredObjective;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.hypergrad.meta.Tuned;
import org.retrograde.hypergrad.meta.Tuner;
import org.retrograde.hypergrad.meta.TunerIteration;
import org.retrograde.hypergrad.meta.TunerSettings;
import org.retrograde.hypergrad.plan.MeasuredCost;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Tunes, and records what was learned: schedules, scales, importances, memory, the recipe. */
final class TunePhase {

  private static final int IMPORTANCE_SEEDS = 4;

  private final RunContext context;
  private final TuneConfig tune;
  private final HyperparameterSpace space;
  private final StrategyPlan plan;
  private final RunObjective.Problem problem;
  private final MeteredObjective metered;
  private final Descent descent;
  private final IterationLog iterations;

  TunePhase(RunContext context, TuneConfig tune) {
    this.context = context;
    this.tune = tune;
    this.space = Hyperparameters.space(context.bench(), tune);
    this.plan = context.plan();
    this.problem = context.bench().at(context.config().model().width());
    this.metered = new MeteredObjective(new RunObjective(space, problem, plan.chosen()));
    this.iterations = new IterationLog(context.log());
    this.descent = new Descent(space, metered, plan.runsOfAHypergradient());
  }

  /** Tunes and returns the tuned settings, without width factors. */
  RunSettings run() throws InterruptedException {
    context.update(results -> results.withPlan(PlanRecord.of(plan, null)));
    iterations.begin(tune.iterations());
    Tuner tuner =
        new Tuner(
            tunerSettings(), tune.metaOptimizer().optimizer(), metered, context.jobs().executor());
    Tuned tuned = tuner.tune(space.start(), this::record);
    context.progress().end();
    RunSettings settings = space.settings(tuned.raw().toArray());
    note();
    describe(settings, groups());
    return settings;
  }

  /** Returns the settings before tuning, without width factors. */
  RunSettings start() {
    return space.base();
  }

  /** Returns the account of what tuning spent. */
  Descent descent() {
    return descent;
  }

  private List<String> groups() {
    return context.bench().groups().stream().map(ParameterGroup::name).toList();
  }

  /** Notes what a recipe does not hold, and what tuning cost beside the runs it is meant for. */
  private void note() {
    List<String> notes = new ArrayList<>();
    if (!RecipeFile.holdsAll(context.config())) {
      notes.add(RecipeFile.NOT_HELD);
    }
    TransferConfig transfer = context.config().transfer();
    if (transfer != null) {
      double runs = descent.outcome().runs();
      notes.add(TuningCost.sentence(context.bench(), runs, transfer.widths()));
    }
    iterations.note().ifPresent(notes::add);
    context.update(results -> results.withNotes(notes));
  }

  private TunerSettings tunerSettings() {
    MetaOptimizerConfig meta = tune.metaOptimizer();
    return new TunerSettings(
        tune.iterations(),
        tune.seeds(),
        tune.checkSeeds(),
        tune.checkEvery(),
        meta.step(),
        meta.decay() == MetaOptimizerConfig.Decay.COSINE,
        tune.clip() == 0 ? Double.POSITIVE_INFINITY : tune.clip(),
        context.config().seed());
  }

  private void record(TunerIteration iteration) {
    descent.add(iteration);
    if (iteration.best()) { // kept at once, so that an interrupted run has one
      RunSettings best = space.settings(iteration.raw().toArray());
      context.log().writeRecipe(RecipeFile.toJson(context.config(), Recipe.of(groups(), best)));
    }
    iterations.accept(iteration);
  }

  private void describe(RunSettings tuned, List<String> groups) throws InterruptedException {
    List<Hypergradient> atStart = hypergradients(space.base());
    List<Hypergradient> atTuned = hypergradients(tuned);
    Findings findings = new Findings(groups, space.base(), tuned);
    MeasuredCost measured = StrategyPlan.measure(context.bench(), plan.chosen());
    Hypergradient last = atTuned.get(0);
    int bits = 8 * context.bench().device().precision().bytes();
    context.update(
        results ->
            results
                .withSchedules(findings.schedules())
                .withInitScales(findings.scales())
                .withPenalties(findings.penalties())
                .withPictures(TunedPictures.of(context.bench(), tuned))
                .withImportances(findings.importances(atStart, atTuned))
                .withPlan(PlanRecord.of(plan, measured))
                .withAdjointTraces(
                    List.of(
                        Findings.trace("at the start", atStart.get(0)),
                        Findings.trace("tuned", last)))
                .withOptimizerNotes(Findings.notes(last, plan.parameters()))
                .withMemory(
                    plan.chosen() == Strategy.REPLAY
                        ? Findings.memory(last.reversal().memory(), bits)
                        : null)
                .withReversal(
                    results.reversal() == null
                        ? Findings.proof(last.reversal(), last.reversal().memory().steps(), null)
                        : results.reversal()));
  }

  private List<Hypergradient> hypergradients(RunSettings settings) throws InterruptedException {
    long[] seeds = Seeds.range(context.config().seed(), "importance", 0, IMPORTANCE_SEEDS);
    List<Callable<Hypergradient>> tasks = new ArrayList<>();
    Arrays.stream(seeds)
        .forEach(seed -> tasks.add(() -> problem.hypergradient(plan.chosen(), settings, seed)));
    return context.jobs().run(tasks, hypergradient -> {});
  }
}
