package org.retrograde.hypergrad.search;

import java.util.List;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs an optimizer of Commons Math until the budget is spent: from the start, and each time that
 * it has converged or given up, from a random point of the box.
 *
 * <p>Such an optimizer calls the function and knows neither budgets nor interrupts. They leave it
 * as an exception of this class, which comes out of here as what it stands for; whatever else it
 * throws is its own trouble (a trust region that collapses, a matrix without eigenvalues) and ends
 * one attempt.
 */
final class Restarts {

  private final Trials trials;
  private final RandomGenerator random;
  private final Attempt attempt;

  Restarts(Trials trials, RandomGenerator random, Attempt attempt) {
    this.trials = trials;
    this.random = random;
    this.attempt = attempt;
  }

  /** One local search. */
  interface Attempt {

    /**
     * Minimizes.
     *
     * @param start point of the unit cube
     * @param loss finite everywhere
     */
    void minimize(double[] start, MultivariateFunction loss);
  }

  void run() throws InterruptedException {
    double[] start = trials.start();
    while (trials.left() > 0) {
      int before = trials.left();
      RuntimeException trouble = null;
      try {
        attempt.minimize(start, this::loss);
      } catch (Stop stop) {
        stop.raise();
        return;
      } catch (RuntimeException e) {
        trouble = e;
      }
      if (trials.left() == before) {
        throw new IllegalStateException("the optimizer tried nothing", trouble);
      }
      start = RandomSearch.uniform(random, trials.size());
    }
  }

  private double loss(double[] point) {
    if (trials.left() == 0) {
      throw new Stop(null);
    }
    try {
      return trials.evaluate(List.of(point))[0];
    } catch (InterruptedException | RuntimeException e) {
      throw new Stop(e);
    }
  }

  /** The way out of an optimizer that calls us. */
  private static final class Stop extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Exception reason;

    /** Stops because of an exception, or because the budget is spent. */
    Stop(@Nullable Exception reason) {
      super(null, reason, false, false);
      this.reason = reason;
    }

    /** Throws the reason, if there is one. */
    void raise() throws InterruptedException {
      if (reason instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      if (reason instanceof RuntimeException failure) {
        throw failure;
      }
    }
  }
}
