package org.retrograde.experiments.contest;

import org.retrograde.hypergrad.hyperparameter.RunSettings;

/**
 * A schedule that was found.
 *
 * @param name what the config calls it
 * @param words what it is
 * @param learnt whether hypergradients found it
 * @param runs training runs that it took
 * @param settings of its runs, without the factors of a width
 */
record Contestant(String name, String words, boolean learnt, double runs, RunSettings settings) {}
