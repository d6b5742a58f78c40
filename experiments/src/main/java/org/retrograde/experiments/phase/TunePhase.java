package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.MetaOptimizerConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.importance.ModuleImportances;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.RoundedDecays;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.experiments.tracking.Tracking;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.plan.MeasuredCost;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.MeteredObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.hypergrad.tune.Tuned;
import org.retrograde.hypergrad.tune.Tuner;
import org.retrograde.hypergrad.tune.TunerIteration;
import org.retrograde.hypergrad.tune.TunerSettings;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.Influences;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.ModuleNumbers;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.Penalties;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Tunes, and records what was learned: schedules, scales, importances, memory, the recipe. */
final class TunePhase implements Phase {

  private static final int IMPORTANCE_SEEDS = 4;

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.tune() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    TuneConfig tune = Objects.requireNonNull(config.tune());
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("tune", config.seeds("tune", tune.iterations() * tune.seeds()));
    seeds.put("check", config.seeds("check", tune.checkSeeds()));
    return seeds;
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    new Tuning(context, Objects.requireNonNull(context.config().tune())).run();
  }

  /** Tuning under way. */
  private static final class Tuning {

    private final RunContext context;
    private final TuneConfig tune;
    private final HyperparameterSpace space;
    private final StrategyPlan plan;
    private final MeteredObjective metered;
    private final Descent descent;
    private final IterationLog iterations;
    private final Trajectories trajectories;
    private final MixingFinding mixing;

    Tuning(RunContext context, TuneConfig tune) {
      this.context = context;
      this.tune = tune;
      this.space = Hyperparameters.space(context.problem(), tune);
      this.plan = context.plan();
      this.metered =
          new MeteredObjective(
              new TrialObjective(context.engine(), context.problem(), space, plan.chosen()));
      this.iterations = new IterationLog(context.log());
      this.descent = new Descent(space, metered, plan.runsOfAHypergradient());
      this.trajectories = new Trajectories(context, space);
      this.mixing = new MixingFinding(context, space);
    }

    void run() throws InterruptedException {
      context.update(results -> results.with(PlanRecord.of(plan, null)));
      iterations.begin(tune.iterations());
      Tuner tuner = new Tuner(tunerSettings(), tune.metaOptimizer().optimizer(), metered);
      Tuned tuned = tuner.tune(space.start(), this::record);
      context.progress().end();
      RunSettings settings = space.settings(tuned.raw().toArray());
      context.tuned(space.base(), settings, descent);
      note(tuned);
      RoundedDecays.warning(context.problem(), settings)
          .ifPresent(warning -> warn("as tuned, " + warning));
      trajectories.draw();
      context.update(
          results ->
              results.with(
                  new ModuleNumbers(
                      new ModuleFindings(context.problem(), space).of(tuned.raw().toArray()))));
      describe(settings, tuned.raw().toArray());
    }

    private List<String> groups() {
      return context.problem().groups().stream().map(ParameterGroup::name).toList();
    }

    /** Notes what a recipe does not hold, and what tuning cost beside the runs it is meant for. */
    private void note(Tuned tuned) {
      List<String> notes = new ArrayList<>();
      if (!RecipeFile.holdsAll(context.config())) {
        notes.add(RecipeFile.NOT_HELD);
      }
      TransferConfig transfer = context.config().transfer();
      if (transfer != null) {
        double runs = descent.outcome().runs();
        notes.add(TuningCost.sentence(context.problem(), runs, transfer.widths()));
      }
      iterations.note().ifPresent(notes::add);
      notes.addAll(ShapeNote.of(space, tuned.raw().toArray()));
      add(notes);
    }

    private void add(List<String> more) {
      List<String> notes = new ArrayList<>(context.results().all(Notes.class));
      notes.addAll(more);
      context.update(results -> results.with(new Notes(notes)));
    }

    /** Notes what is wrong, and says so at once. */
    private void warn(String warning) {
      context.progress().say("warning: " + warning);
      add(List.of(warning));
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
        context.writeRecipe(context.problem(), space, iteration.raw().toArray(), mixing.tuned());
        mixing.record(best);
      }
      trajectories.add(iteration);
      iterations.accept(iteration);
      track(iteration);
    }

    /** Tells those who follow the run where its hyperparameters are: schedules by their means. */
    private void track(TunerIteration iteration) {
      Tracking tracking = context.log().tracking();
      if (tracking.isOn()) {
        RunSettings settings = space.settings(iteration.raw().toArray());
        tracking.hyperparameters(
            iteration.iteration(), new TunedNumbers(groups(), space).of(settings));
      }
    }

    private void describe(RunSettings tuned, double[] raw) throws InterruptedException {
      List<Derivative.Found> atStart = hypergradients(space.base());
      List<Derivative.Found> atTuned = hypergradients(tuned);
      new ChaosNote(iterations.lengths(), tune.clip()).of(atStart, atTuned).ifPresent(this::warn);
      Findings findings = new Findings(groups(), space.base(), tuned);
      MeasuredCost measured =
          context
              .log()
              .kept(
                  "cost",
                  MeasuredCost.class,
                  () -> StrategyPlan.measure(context.problem(), plan.chosen()));
      Derivative.Found last = atTuned.get(0);
      context.update(
          results ->
              withEvidence(
                  results
                      .with(new Schedules(findings.schedules()))
                      .with(new InitScales(findings.scales()))
                      .with(new Penalties(findings.penalties()))
                      .with(new Pictures(TunedPictures.of(context.problem(), tuned)))
                      .with(influences(atStart))
                      .with(
                          new Importances(
                              new LogDerivatives(groups(), space, tuned).of(atStart, atTuned)))
                      .with(shares(atStart, raw, atTuned))
                      .with(PlanRecord.of(plan, measured))
                      .with(
                          new AdjointTraces(
                              List.of(
                                  Findings.trace("at the start", atStart.get(0)),
                                  Findings.trace("tuned", last))))
                      .with(
                          new OptimizerNotes(
                              Findings.notes(
                                  last, plan.parameters(), tuned.coefficients().steps()))),
                  last.reversal()));
    }

    /** Returns which modules matter, where hyperparameters are told apart by them. */
    private ModuleShares shares(
        List<Derivative.Found> atStart, double[] raw, List<Derivative.Found> atTuned) {
      return tune.hyperparameters().stream().anyMatch(one -> one.per().isOfModules())
          ? ModuleImportances.of(
              context.problem(),
              ModuleImportances.tuned(context.problem()),
              slopes(space.start(), atStart),
              slopes(raw, atTuned))
          : new ModuleShares(List.of(), List.of(), 0, "");
    }

    private List<double[]> slopes(double[] raw, List<Derivative.Found> bySeed) {
      return bySeed.stream().map(found -> space.pullBack(raw, found.derivative())).toList();
    }

    /** Returns the rows that help and harm most at the start, in the mean over seeds. */
    private Influences influences(List<Derivative.Found> found) {
      if (!space.base().hasLossParameter(LossParameter.EXAMPLE_WEIGHTS)
          || !(context.problem() instanceof Workbench bench)) {
        return new Influences(context.results().all(Influences.class));
      }
      RawVector mean =
          RawVector.mean(
              found.stream()
                  .map(one -> one.derivative().lossParameter(LossParameter.EXAMPLE_WEIGHTS))
                  .map(RawVector::new)
                  .toList());
      String name = "The exact derivative of the final loss, before tuning,";
      return new Influences(List.of(InfluentialRows.of(name, bench, mean.toArray(), row -> "")));
    }

    /**
     * Adds what the way back shows, but no proof where a phase of its own has made a better one.
     */
    private Results withEvidence(Results results, Reversal reversal) {
      int bits = 8 * context.problem().device().precision().bytes();
      Results found =
          plan.chosen().undoes(context.problem().optimizer())
              ? results.with(Findings.memory(reversal.memory(), bits))
              : results;
      return found.find(ReversalProof.class).isPresent()
          ? found
          : found.with(Findings.proof(reversal, reversal.memory().steps(), null));
    }

    private List<Derivative.Found> hypergradients(RunSettings settings)
        throws InterruptedException {
      List<Trial<Derivative.Found>> trials = new ArrayList<>();
      for (long seed : context.config().seeds("importance", IMPORTANCE_SEEDS)) {
        trials.add(new Trial<>(context.problem(), settings, seed, new Derivative(plan.chosen())));
      }
      return context.engine().run(trials).stream().map(Outcome::get).toList();
    }
  }
}
