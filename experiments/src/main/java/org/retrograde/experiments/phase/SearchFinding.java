package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.Searched;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.SearchOutcome;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.SearchVerdict;

/**
 * What one method found.
 *
 * @param method its name
 * @param searched what it looked for
 * @param runsOfAHypergradient as how many runs one counts, or null if it takes none
 * @param outcome its best trials and what it spent
 * @param values the best ones by name, if they are few
 */
record SearchFinding(
    String method,
    Searched searched,
    @Nullable Double runsOfAHypergradient,
    SearchOutcome outcome,
    Map<String, Double> values) {

  /** Stretches of equal length, in the logarithm of the runs, of which each has a milestone. */
  private static final int STRETCHES = 12;

  /**
   * One run of a trial on a seed that nothing was chosen by.
   *
   * @param of what was judged
   * @param trial one of its milestones
   * @param loss final loss
   * @param outcome the same with test figures, of the best trial only
   */
  record Judgement(SearchFinding of, Candidate trial, double loss, @Nullable Compared outcome) {}

  /**
   * Returns the trials to judge, which costs runs that are no part of the budget: the first, the
   * last, and of what is between them the best at the end of each stretch.
   */
  List<Candidate> milestones() {
    List<Candidate> trace = outcome.trace();
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < trace.size(); i++) {
      boolean ends = i == 0 || i == trace.size() - 1;
      if (ends || stretch(trace.get(i)) < stretch(trace.get(i + 1))) {
        chosen.add(trace.get(i));
      }
    }
    return chosen;
  }

  private int stretch(Candidate trial) {
    double first = outcome.trace().get(0).runs();
    double whole = Math.log(outcome.runs() / first);
    return whole > 0 ? (int) (STRETCHES * Math.log(trial.runs() / first) / whole) : 0;
  }

  /** Returns the record, with what is known of unseen seeds. */
  SearchCurve curve(List<Judgement> judgements) {
    List<Judgement> own = judgements.stream().filter(one -> one.of().equals(this)).toList();
    return new SearchCurve(
        method,
        searched.size(),
        runsOfAHypergradient,
        outcome.trace().stream().map(trial -> point(trial, own)).toList(),
        outcome.runs(),
        outcome.seconds(),
        values,
        verdict(own));
  }

  private static SearchPoint point(Candidate trial, List<Judgement> judgements) {
    List<Judgement> ofTrial = judgements.stream().filter(one -> one.trial().equals(trial)).toList();
    double mean = ofTrial.stream().mapToDouble(Judgement::loss).average().orElse(Double.NaN);
    return new SearchPoint(
        trial.runs(), trial.seconds(), trial.loss(), ofTrial.isEmpty() ? null : mean);
  }

  private static @Nullable SearchVerdict verdict(List<Judgement> judgements) {
    List<Double> losses = new ArrayList<>();
    List<Compared> outcomes = new ArrayList<>();
    for (Judgement one : judgements) {
      Compared outcome = one.outcome();
      if (outcome != null) {
        losses.add(one.loss());
        outcomes.add(outcome);
      }
    }
    return losses.isEmpty()
        ? null
        : new SearchVerdict(
            losses,
            each(outcomes, outcome -> outcome.test().loss()),
            each(outcomes, outcome -> outcome.test().error()));
  }

  private static List<Double> each(List<Compared> outcomes, ToDoubleFunction<Compared> figure) {
    return outcomes.stream().map(figure::applyAsDouble).toList();
  }
}
