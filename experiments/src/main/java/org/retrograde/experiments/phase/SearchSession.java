package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.SearchConfig;
import org.retrograde.experiments.importance.Fanova;
import org.retrograde.experiments.importance.ModuleImportances;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.Searched;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchOutcome;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.statistics.Digits;

/**
 * Searches under way: each method in turn, then judging. What is found is recorded as soon as it
 * is.
 */
final class SearchSession {

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
  SearchSession(RunContext context, SearchConfig search, @Nullable Descent descent) {
    this.context = context;
    this.search = search;
    this.space = SearchSpace.of(context.problem());
    int runs = search.runs();
    if (descent != null) {
      SearchOutcome tuned = descent.outcome();
      findings.add(
          new SearchFinding(
              DESCENT,
              new Searched(descent.space(), List.of()),
              descent.runsOfAHypergradient(),
              tuned,
              Map.of()));
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

  private SearchFinding search(Searcher method) throws InterruptedException {
    Searcher searcher = Prepared.of(method, context.config().run(), this::tell);
    String label = searcher.word();
    List<Candidate> soFar = new ArrayList<>();
    List<Candidate> all = new ArrayList<>();
    SearchOutcome outcome =
        new Search(settings, space.searched().objective(context.engine(), context.problem()))
            .run(
                searcher,
                space.box(),
                space.start().stream().mapToDouble(Double::doubleValue).toArray(),
                trial -> {
                  all.add(trial);
                  if (trial.best()) {
                    soFar.add(trial);
                    recordUnderway(label, new SearchOutcome(soFar, trial.runs(), trial.seconds()));
                  }
                  context.progress().step(label + " " + Digits.of(trial.loss()));
                });
    if (searcher instanceof RandomSearch) {
      importances(all.subList(1, all.size())); // the first is the start, and no draw
    }
    return finding(label, outcome);
  }

  /** Says what is not this program's doing, and notes it. */
  private void tell(String line) {
    context.progress().say(line);
    List<String> notes = new ArrayList<>(context.results().all(Notes.class));
    if (!notes.contains(line)) {
      notes.add(line);
      context.update(results -> results.with(new Notes(notes)));
    }
  }

  /** Sets fANOVA of uniform draws beside what tuning says of the modules. */
  private void importances(List<Candidate> draws) throws InterruptedException {
    Optional<ModuleShares> exact = context.results().find(ModuleShares.class);
    if (exact.isEmpty()) {
      return;
    }
    boolean same = ModuleImportances.tuned(context.problem()).numbers().equals(space.numbers());
    Fanova fanova =
        same
            ? Fanova.of(
                context.config().run().python(),
                draws.stream().map(trial -> space.box().unit(trial.raw().toArray())).toList(),
                draws.stream().map(Candidate::loss).toList(),
                context.config().seed())
            : Fanova.none(
                "there is no fANOVA: random search searches other numbers than are tuned");
    ModuleShares both = ModuleImportances.with(exact.get(), fanova);
    context.update(results -> results.with(both));
  }

  private SearchFinding finding(String label, SearchOutcome outcome) {
    Map<String, Double> values =
        space.numbers().size() > MOST_NAMED
            ? Map.of()
            : outcome.best().map(best -> space.values(best.raw().toArray())).orElse(Map.of());
    return new SearchFinding(label, space.searched(), null, outcome, values);
  }

  /** A point of a method's way, on one unseen seed. */
  private record Point(SearchFinding finding, Candidate trial, long seed) {

    boolean isLast() {
      return finding.outcome().best().filter(trial::equals).isPresent();
    }
  }

  private List<SearchFinding.Judgement> judge() throws InterruptedException {
    long[] seeds = Seeds.range(context.config().seed(), "judge", 0, search.judgeSeeds());
    List<Point> points = new ArrayList<>();
    for (SearchFinding finding : findings) {
      for (Candidate trial : finding.milestones()) {
        for (long seed : seeds) {
          points.add(new Point(finding, trial, seed));
        }
      }
    }
    TrainingProblem problem = context.problem();
    List<Outcome<Double>> losses =
        context.run(
            "judge",
            points.stream().map(point -> ask(point, new FinalLoss())).toList(),
            (index, outcome) -> Digits.of(loss(outcome)));
    List<Point> last = points.stream().filter(Point::isLast).toList();
    Scores want = Compared.want(problem);
    List<Outcome<Scores.Found>> scores =
        context.run(
            "judge the last",
            last.stream().map(point -> ask(point, want)).toList(),
            (index, outcome) -> "");
    List<SearchFinding.Judgement> judgements = new ArrayList<>();
    Iterator<Outcome<Scores.Found>> nextScore = scores.iterator();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      judgements.add(
          new SearchFinding.Judgement(
              point.finding(),
              point.trial(),
              loss(losses.get(i)),
              point.isLast() ? Compared.of(problem, nextScore.next()) : null));
    }
    return judgements;
  }

  private <R> Trial<R> ask(Point point, Want<R> want) {
    return point
        .finding()
        .searched()
        .trial(context.problem(), point.trial().raw().toArray(), point.seed(), want);
  }

  private static double loss(Outcome<Double> outcome) {
    return outcome.map(value -> value, Double.POSITIVE_INFINITY);
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
            results.with(
                new Searches(all.stream().map(finding -> finding.curve(judgements)).toList())));
  }
}
