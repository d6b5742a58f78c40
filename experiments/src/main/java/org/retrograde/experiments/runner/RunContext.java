package org.retrograde.experiments.runner;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.suite.StrategyPlan;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.reports.record.Results;

/** What the phases of an experiment share: the problem, and the log of the run. */
final class RunContext {

  private final Workbench bench;
  private final RunLog log;
  private @Nullable StrategyPlan plan;

  RunContext(Workbench bench, RunLog log) {
    this.bench = bench;
    this.log = log;
  }

  ExperimentConfig config() {
    return bench.config();
  }

  Workbench bench() {
    return bench;
  }

  /** Returns how hypergradients are made; it is measured once, when a phase first asks. */
  StrategyPlan plan() {
    if (plan == null) {
      plan = StrategyPlan.of(bench);
    }
    return plan;
  }

  RunLog log() {
    return log;
  }

  Jobs jobs() {
    return log.jobs();
  }

  Progress progress() {
    return log.progress();
  }

  Results results() {
    return log.results();
  }

  /** As {@link RunLog#update}. */
  void update(UnaryOperator<Results> change) {
    log.update(change);
  }
}
