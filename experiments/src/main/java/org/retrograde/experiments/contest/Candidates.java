package org.retrograde.experiments.contest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.phase.Learning;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;

/** Finds the schedules of a contest. */
final class Candidates {

  static final String RESCORED = "contest rescored";

  static final String REFINED = "contest refined";

  private final RunContext context;
  private final ContestSettings settings;
  private final Searcher method;

  Candidates(RunContext context, ContestSettings settings) {
    this.context = context;
    this.settings = settings;
    this.method = Prepared.of(settings.method(), context.config().run(), context.progress()::say);
  }

  /** Searches each family, and trains its best again to choose one. */
  List<Contestant> searched() throws InterruptedException {
    List<Contestant> found = new ArrayList<>();
    Map<String, FamilyConfig> families = new LinkedHashMap<>(settings.families());
    families.putAll(refined());
    context.progress().begin("search", families.size() * settings.runsOfAFamily());
    List<Searched> searched = new ArrayList<>();
    for (Map.Entry<String, FamilyConfig> family : families.entrySet()) {
      searched.add(search(family.getKey(), family.getValue()));
    }
    context.progress().end();
    for (Searched one : searched) {
      found.add(best(one));
    }
    return found;
  }

  /** Refines schedules by the gradients of one run, as the experiment's training has it. */
  private Map<String, FamilyConfig> refined() throws InterruptedException {
    Map<String, FamilyConfig> families = new LinkedHashMap<>();
    long seed = context.config().seeds(REFINED, 1).get(0);
    for (Map.Entry<String, ContestSettings.Refinement> one : settings.refined().entrySet()) {
      ContestSettings.Refinement how = one.getValue();
      double[] sizes =
          context
              .run(
                  "gradients for " + one.getKey(),
                  List.of(
                      new Trial<>(
                          context.problem(), context.start(), seed, new GradientSizes(how.norm()))),
                  (index, outcome) -> "")
              .get(0)
              .get()
              .sizes()
              .stream()
              .mapToDouble(size -> size)
              .toArray();
      families.put(
          one.getKey(),
          new FamilyConfig(Refined.of(sizes, how.power(), how.smoothing()), List.of()));
    }
    return families;
  }

  /** The best schedules of a family on the seeds of its search, the very best first. */
  private record Searched(
      String name, FamilyConfig family, SearchSpace space, List<RawVector> best) {}

  private Searched search(String name, FamilyConfig family) throws InterruptedException {
    HyperparameterConfig rate = rate(1, Per.ALL, family);
    SearchSpace space =
        SearchSpace.of(context.problem(), context.config().startingArm(), List.of(rate));
    List<Candidate> tried = new ArrayList<>();
    new Search(
            new SearchSettings(settings.runsOfAFamily(), 1, context.config().seed()),
            space.searched().objective(context.engine(), context.problem()))
        .run(
            method,
            space.box(),
            space.start().stream().mapToDouble(x -> x).toArray(),
            trial -> {
              tried.add(trial);
              context.progress().step(String.format(Locale.ROOT, "%s %.4f", name, trial.loss()));
            });
    List<RawVector> best =
        tried.stream()
            .filter(trial -> Double.isFinite(trial.loss()))
            .sorted(Comparator.comparingDouble(Candidate::loss))
            .limit(settings.rescored())
            .map(Candidate::raw)
            .toList();
    if (best.isEmpty()) {
      throw new DivergedTrialException(
          "contest: every run of family %s left the numbers; lower training.learning-rate"
              .formatted(name));
    }
    return new Searched(name, family, space, best);
  }

  private Contestant best(Searched searched) throws InterruptedException {
    List<Long> seeds = context.config().seeds(RESCORED, settings.checkSeeds());
    List<List<Trial<Double>>> trials = new ArrayList<>();
    for (RawVector raw : searched.best()) {
      trials.add(
          seeds.stream()
              .map(
                  seed ->
                      searched
                          .space()
                          .searched()
                          .trial(context.problem(), raw.toArray(), seed, new FinalLoss()))
              .toList());
    }
    List<Double> losses =
        context.runRows("rescore " + searched.name(), trials, (row, outcome) -> "").stream()
            .map(Outcome::meanLoss)
            .toList();
    int best = losses.indexOf(Collections.min(losses));
    double[] raw = searched.best().get(best).toArray();
    return new Contestant(
        searched.name(),
        searched.family().shape().word() + ": " + searched.space().words(raw),
        false,
        settings.runsOfAFamily()
            + trials.size() * seeds.size()
            + (settings.refined().containsKey(searched.name()) ? 1 : 0),
        searched.space().searched().space().settings(raw));
  }

  /** Learns the schedules of knots. */
  List<Contestant> learnt() throws InterruptedException {
    List<Contestant> found = new ArrayList<>();
    for (Map.Entry<String, ContestSettings.Knots> one : settings.learnt().entrySet()) {
      found.add(learn(one.getKey(), one.getValue()));
    }
    return found;
  }

  private Contestant learn(String name, ContestSettings.Knots knots) throws InterruptedException {
    HyperparameterSpace space =
        Hyperparameters.space(
            context.problem(),
            context.config().startingArm(),
            List.of(rate(knots.knots(), knots.per(), new FamilyConfig(Schedules.FLAT, List.of()))));
    Learning.Learnt learnt =
        new Learning(
                context.engine(),
                context.strategy(),
                context.runsOfAHypergradient(),
                settings.hypergradients(),
                settings.step(),
                settings.checkSeeds(),
                context.config().seed())
            .learn("learn " + name, context.progress(), context.problem(), space);
    return new Contestant(
        name,
        "%d knots per %s, %d hypergradients"
            .formatted(knots.knots(), knots.per().word(), learnt.hypergradients()),
        true,
        learnt.runs(),
        learnt.settings());
  }

  /** One value begins with the peak of the starting schedule, many with the schedule itself. */
  private HyperparameterConfig rate(int knots, Per per, FamilyConfig family) {
    Double start = knots == 1 ? context.config().startingArm().learningRate() : null;
    return new HyperparameterConfig(
        TunedCoefficient.LEARNING_RATE, knots, per, start, family.shape(), family.numbers(), null);
  }
}
