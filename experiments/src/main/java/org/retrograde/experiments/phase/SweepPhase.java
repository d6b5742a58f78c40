package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SweepConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.width.RateMeasurement;
import org.retrograde.reports.record.PublishedTransfer;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reports.record.Sweeps;
import org.retrograde.reports.record.SweptRates;

/** Trains at every learning rate of a grid, at several widths. */
final class SweepPhase implements Phase {

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.sweep() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return RateMeasurement.seeds(config, Objects.requireNonNull(config.sweep()));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    add(context, context.config().name(), context.problem());
  }

  /**
   * Makes the sweep of a problem's config, and adds it to the results.
   *
   * @param name by which people know it
   */
  static void add(RunContext context, String name, TrainingProblem problem)
      throws InterruptedException {
    ExperimentConfig config = problem.config();
    SweepConfig sweep = Objects.requireNonNull(config.sweep());
    List<SweptRates> all = new ArrayList<>(context.results().all(Sweeps.class));
    for (RateTransfer transfer :
        new RateMeasurement(problem, sweep).run(context.engine(), context.progress())) {
      all.add(
          new SweptRates(
              name,
              config.title(),
              RateMeasurement.LOSS,
              config.model().baseWidth(),
              published(sweep),
              transfer));
    }
    context.update(results -> results.with(new Sweeps(all)));
  }

  private static @Nullable PublishedTransfer published(SweepConfig sweep) {
    SweepConfig.PublishedVerdict verdict = sweep.published();
    return verdict == null
        ? null
        : new PublishedTransfer(verdict.transfers(), verdict.source(), verdict.words());
  }
}
