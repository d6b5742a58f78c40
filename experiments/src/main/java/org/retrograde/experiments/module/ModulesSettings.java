package org.retrograde.experiments.module;

import java.util.List;
import org.retrograde.experiments.config.GridConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.MetaOptimizerConfig;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.tune.TunerSettings;

/**
 * The keys of the section.
 *
 * @param grid where all begin
 * @param hyperparameters what is tuned and searched, each with a fixed number of knots
 * @param budgets training runs, rising
 * @param hypergradients how to tune by them
 * @param methods searches without derivatives
 * @param searchSeeds runs of a trial of theirs
 * @param unseenSeeds runs that judge
 * @param lengths parts of the steps that what was found is trained over, rising, at most 1
 * @param widths, beside the one of tuning, at which what was found is judged
 * @param landscape along two directions
 */
record ModulesSettings(
    Grid grid,
    List<HyperparameterConfig> hyperparameters,
    List<Integer> budgets,
    Hypergradients hypergradients,
    List<Searcher> methods,
    int searchSeeds,
    int unseenSeeds,
    List<Double> lengths,
    List<Integer> widths,
    Landscape landscape) {

  /** Copies the lists. */
  ModulesSettings {
    hyperparameters = List.copyOf(hyperparameters);
    budgets = List.copyOf(budgets);
    methods = List.copyOf(methods);
    lengths = List.copyOf(lengths);
    widths = List.copyOf(widths);
  }

  /**
   * One learning rate and one weight decay for all modules, of which the best is tuned-global.
   *
   * @param learningRates to try
   * @param weightDecays to try with each
   * @param seeds runs of each pair
   */
  record Grid(GridConfig.LearningRates learningRates, List<Double> weightDecays, int seeds) {

    /** Copies the list. */
    Grid {
      weightDecays = List.copyOf(weightDecays);
    }

    /** Returns the training runs of all. */
    int runs() {
      return learningRates.count() * weightDecays.size() * seeds;
    }
  }

  /**
   * How to tune: in rounds, of which each begins with the best of the one before. Where training is
   * chaotic a descent walks away at random, and no later step leads back.
   *
   * @param firstOctaves that all learning rates are moved before the first hypergradient
   * @param iterations of a round
   * @param shortening of the steps of each round, against those of the one before
   * @param seeds hypergradients of an iteration of the first round
   * @param growth of their number from round to round, as what is left to see is smaller
   * @param checkSeeds runs of a check
   * @param checkEvery iterations between two checks
   * @param clip largest norm of one run's hypergradient; 0 for none
   * @param metaOptimizer how a hypergradient becomes a move
   */
  record Hypergradients(
      double firstOctaves,
      int iterations,
      double shortening,
      int seeds,
      double growth,
      int checkSeeds,
      int checkEvery,
      double clip,
      MetaOptimizerConfig metaOptimizer) {

    /** Returns the hypergradients of an iteration of a round, which is counted from 0. */
    int seeds(int number) {
      return (int) Math.round(seeds * Math.pow(growth, number));
    }

    /**
     * Returns the settings of a round.
     *
     * @param number of the round, from 0
     * @param seed from which those of the round follow
     */
    TunerSettings round(int number, long seed) {
      return new TunerSettings(
          iterations,
          seeds(number),
          checkSeeds,
          checkEvery,
          metaOptimizer.step() * Math.pow(shortening, number),
          metaOptimizer.decay() == MetaOptimizerConfig.Decay.COSINE,
          clip == 0 ? Double.POSITIVE_INFINITY : clip,
          seed);
    }
  }

  /**
   * Lines through the start.
   *
   * @param points of each line; 0 for no lines
   * @param octaves that all learning rates are moved down and up
   */
  record Landscape(int points, double octaves) {}

  /** Returns the largest budget. */
  int largestBudget() {
    return budgets.get(budgets.size() - 1);
  }
}
