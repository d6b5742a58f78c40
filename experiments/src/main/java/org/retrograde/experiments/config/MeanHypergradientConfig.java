package org.retrograde.experiments.config;

/**
 * The hypergradient of the starting settings, averaged over seeds.
 *
 * @param objective the rows whose final loss is differentiated
 * @param seeds runs, at least 1
 */
public record MeanHypergradientConfig(TuneConfig.Objective objective, int seeds) {}
