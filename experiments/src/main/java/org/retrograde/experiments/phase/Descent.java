package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.SearchOutcome;
import org.retrograde.hypergrad.trial.MeteredObjective;
import org.retrograde.hypergrad.tune.TunerIteration;

/**
 * Keeps account of what tuning spends, in the units of a search: training runs, check runs
 * included, and the seconds of all runs added up.
 */
final class Descent {

  private final HyperparameterSpace space;
  private final MeteredObjective objective;
  private final double runsOfAHypergradient;
  private final List<Candidate> trace = new ArrayList<>();
  private long earlierHypergradients;
  private double earlierSeconds;

  /**
   * Begins the account.
   *
   * @param space that is tuned
   * @param objective through which tuning trains
   * @param runsOfAHypergradient as how many training runs one hypergradient counts
   */
  Descent(HyperparameterSpace space, MeteredObjective objective, double runsOfAHypergradient) {
    this.space = space;
    this.objective = objective;
    this.runsOfAHypergradient = runsOfAHypergradient;
  }

  HyperparameterSpace space() {
    return space;
  }

  double runsOfAHypergradient() {
    return runsOfAHypergradient;
  }

  /** Books an iteration, whose own hypergradients have been made but did not lead to it. */
  void add(TunerIteration iteration) {
    MeteredObjective.Usage usage = objective.usage();
    Double check = iteration.checkLoss();
    if (iteration.best() && check != null && Double.isFinite(check)) {
      trace.add(
          new Candidate(
              iteration.raw(),
              check,
              usage.evaluations() + runsOfAHypergradient * earlierHypergradients,
              usage.evaluationSeconds() + earlierSeconds,
              true));
    }
    earlierHypergradients = usage.hypergradients();
    earlierSeconds = usage.hypergradientSeconds();
  }

  /** Returns what tuning found and spent, until now. */
  SearchOutcome outcome() {
    MeteredObjective.Usage usage = objective.usage();
    return new SearchOutcome(
        trace,
        usage.evaluations() + runsOfAHypergradient * usage.hypergradients(),
        usage.evaluationSeconds() + usage.hypergradientSeconds());
  }
}
