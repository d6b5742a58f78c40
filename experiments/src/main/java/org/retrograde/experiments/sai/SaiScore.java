package org.retrograde.experiments.sai;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.hypergrad.rule.Sai;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * The ratios that {@link Sai} takes from the first gradients, and how the final loss depends on
 * them.
 *
 * @param scale of the ratios where it is differentiated
 * @param strategy how the states of the way back are found
 */
record SaiScore(double scale, Strategy strategy) implements Want<SaiScore.Found> {

  /**
   * What is found.
   *
   * @param ratios g-SNR, [group]
   * @param slopes derivative of the final loss by the logarithm of each group's rate, [group]
   */
  record Found(List<Double> ratios, List<Double> slopes) {

    /** Copies the lists. */
    Found {
      ratios = List.copyOf(ratios);
      slopes = List.copyOf(slopes);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    RunSettings usual = problem.link(width).effective(settings);
    RuledRun ruled = RuledRun.of(problem.run(usual, width, seed), new Sai(scale, true));
    Hypergradient exact = strategy.differentiate(problem.run(ruled.settings(), width, seed));
    CoefficientTable rates = ruled.settings().coefficients();
    int last = rates.steps() - 1;
    List<Double> ratios = new ArrayList<>();
    List<Double> slopes = new ArrayList<>();
    for (int g = 0; g < rates.groups(); g++) {
      ratios.add(rate(rates, last, g) / rate(usual.coefficients(), last, g) / scale);
      double slope = 0;
      for (int t = 0; t <= last; t++) {
        slope += rate(rates, t, g) * rate(exact.derivative().coefficients(), t, g);
      }
      slopes.add(slope);
    }
    return new Found(ratios, slopes);
  }

  private static double rate(CoefficientTable table, int step, int group) {
    return table.get(Coefficient.LEARNING_RATE, step, group);
  }
}
