package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.SearchConfig;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.experiments.suite.SearchSpace;
import org.retrograde.experiments.suite.TransferTraining;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchOutcome;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.search.Trial;

/**
 * Searches without derivatives, then judges on unseen seeds what each method found on its way, and
 * what tuning found.
 */
final class SearchPhase {

  private static final String DESCENT = "hypergradients";

  /** More numbers than this are not named one by one in the record. */
  private static final int MOST_NAMED = 30;

  private final RunContext context;
  private final SearchConfig search;
  private final SearchSpace space;
  private final SearchSettings settings;
  private final List<SearchFinding> findings = new ArrayList<>();

  /**
   * Prepares the searches.
   *
   * @param descent what tuning spent and found, or null without it
   */
  SearchPhase(RunContext context, SearchConfig search, @Nullable Descent descent) {
    this.context = context;
    this.search = search;
    this.space = SearchSpace.of(context.bench());
    int runs = search.runs();
    if (descent != null) {
      SearchOutcome tuned = descent.outcome();
      findings.add(
          new SearchFinding(
              DESCENT, descent.space(), descent.runsOfAHypergradient(), tuned, Map.of()));
      runs = runs == 0 ? Math.max(search.seeds(), (int) tuned.runs()) : runs;
    }
    this.settings =
        new SearchSettings(
            runs,
            search.seconds() == 0 ? Double.POSITIVE_INFINITY : search.seconds(),
            search.seeds(),
            context.config().seed());
  }

  void run() throws InterruptedException {
    record(findings, List.of());
    int trials = settings.runs() / settings.seeds();
    context.progress().begin("search", search.methods().size() * trials);
    for (Searcher searcher : search.methods()) {
      findings.add(search(searcher));
      record(findings, List.of());
    }
    context.progress().end();
    record(findings, judge());
  }

  private SearchFinding search(Searcher searcher) throws InterruptedException {
    String label = searcher.word();
    List<Trial> soFar = new ArrayList<>();
    SearchOutcome outcome =
        new Search(settings, objective(space.space()), context.jobs().executor())
            .run(
                searcher,
                space.box(),
                space.space().start(),
                trial -> {
                  if (trial.best()) {
                    soFar.add(trial);
                    recordUnderway(label, new SearchOutcome(soFar, trial.runs(), trial.seconds()));
                  }
                  context.progress().step("%s %.4f".formatted(label, trial.loss()));
                });
    return finding(label, outcome);
  }

  private SearchFinding finding(String label, SearchOutcome outcome) {
    Map<String, Double> values =
        space.numbers().size() > MOST_NAMED
            ? Map.of()
            : outcome.best().map(best -> space.values(best.raw().toArray())).orElse(Map.of());
    return new SearchFinding(label, space.space(), null, outcome, values);
  }

  /** Only trains: nobody asks for the strategy of the way back. */
  private RunObjective objective(HyperparameterSpace of) {
    int width = context.config().model().width();
    return new RunObjective(of, context.bench().at(width), Strategy.STORED);
  }

  private List<SearchFinding.Judgement> judge() throws InterruptedException {
    long[] seeds = Seeds.range(context.config().seed(), "judge", 0, search.judgeSeeds());
    List<Callable<SearchFinding.Judgement>> tasks = new ArrayList<>();
    for (SearchFinding finding : findings) {
      for (Trial trial : finding.milestones()) {
        for (long seed : seeds) {
          tasks.add(() -> judge(finding, trial, seed));
        }
      }
    }
    context.progress().begin("judge", tasks.size());
    List<SearchFinding.Judgement> judgements =
        context
            .jobs()
            .run(
                tasks,
                one -> context.progress().step("%s %.4f".formatted(one.of().method(), one.loss())));
    context.progress().end();
    return judgements;
  }

  private SearchFinding.Judgement judge(SearchFinding finding, Trial trial, long seed) {
    double[] raw = trial.raw().toArray();
    double loss = objective(finding.space()).evaluate(raw, seed);
    boolean last = finding.outcome().best().filter(trial::equals).isPresent();
    return new SearchFinding.Judgement(
        finding,
        trial,
        loss,
        last
            ? TransferTraining.train(
                context.bench(),
                finding.space().settings(raw),
                context.config().model().width(),
                seed)
            : null);
  }

  /** What the current method has found so far, so that an interrupted run keeps it. */
  private void recordUnderway(String label, SearchOutcome outcome) {
    List<SearchFinding> all = new ArrayList<>(findings);
    all.add(finding(label, outcome));
    record(all, List.of());
  }

  private void record(List<SearchFinding> all, List<SearchFinding.Judgement> judgements) {
    context.update(
        results ->
            results.withSearches(all.stream().map(finding -> finding.curve(judgements)).toList()));
  }
}
