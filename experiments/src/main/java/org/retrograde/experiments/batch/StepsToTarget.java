package org.retrograde.experiments.batch;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.hypergrad.trial.Want;

/**
 * How many steps by a rule bring the final loss down to a part of what it is before the first.
 *
 * <p>As a run's first steps are those of a shorter run, it trains 8 steps, then 16, until they
 * suffice.
 *
 * @param rule that chooses the rates
 * @param target part of the first loss, in (0, 1)
 */
record StepsToTarget(RateRule rule, double target) implements Want<StepsToTarget.Found> {

  /** Of runs that do not get there. */
  static final Found NEVER = new Found(Double.NaN, Double.NaN);

  private static final int FIRST = 8;

  /**
   * What is found.
   *
   * @param steps K; NaN if all steps do not suffice
   * @param evaluations losses and gradients of minibatches in as many steps, one a step included
   */
  record Found(double steps, double evaluations) {}

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    RunSettings usual = problem.link(width).effective(settings);
    int all = usual.coefficients().steps();
    for (int steps = Math.min(FIRST, all); ; steps = Math.min(2 * steps, all)) {
      int reached = reached(problem.run(usual.head(steps), width, seed));
      if (reached >= 0) {
        RuledRun ruled =
            RuledRun.of(problem.run(usual.head(Math.max(1, reached)), width, seed), rule);
        return new Found(reached, reached + ruled.evaluations());
      }
      if (steps == all) {
        return NEVER;
      }
    }
  }

  /** Returns the first number of steps after which the loss is there, or a negative one. */
  private int reached(TrainingRun run) {
    RuledRun ruled = RuledRun.of(run, rule);
    List<Double> losses = new ArrayList<>();
    run.withSettings(ruled.settings())
        .train(weights -> losses.add(run.objective().finalLoss(weights)));
    for (int step = 0; step < losses.size(); step++) {
      if (losses.get(step) <= target * losses.get(0)) {
        return step;
      }
    }
    return -1;
  }
}
