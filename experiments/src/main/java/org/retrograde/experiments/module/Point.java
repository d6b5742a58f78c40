package org.retrograde.experiments.module;

import org.retrograde.hypergrad.trial.RawVector;

/**
 * What an arm has found within a budget.
 *
 * @param arm its name
 * @param budget training runs that it may have spent; 0 for the start of all
 * @param raw numbers of the space
 * @param searched loss on the seeds of searches
 */
record Point(String arm, int budget, RawVector raw, double searched) {

  /** The name of where all arms begin: one rate and one decay for all modules. */
  static final String GLOBAL = "tuned-global";

  /** The name of the arm that is tuned by hypergradients. */
  static final String HYPERGRADIENTS = "hypergradients";

  /** Returns whether it is where all begin. */
  boolean isGlobal() {
    return arm.equals(GLOBAL);
  }

  /** Returns whether hypergradients have found it. */
  boolean isOfHypergradients() {
    return arm.equals(HYPERGRADIENTS);
  }

  /** Returns whether a search without derivatives has found it. */
  boolean isOfSearch() {
    return !isGlobal() && !isOfHypergradients();
  }

  /** Returns a name for people. */
  String words() {
    return isGlobal() ? arm : "%s, %d".formatted(arm, budget);
  }
}
