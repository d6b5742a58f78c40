package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.search.Searcher;

/**
 * A search for hyperparameters without derivatives.
 *
 * @param methods how, each at most once, at least one
 * @param runs training runs of each method; 0 for as many as tuning took
 * @param seconds after which a method begins nothing new; 0 for no limit
 * @param seeds runs of each trial, at least 1
 * @param judgeSeeds runs, of seeds that nothing was chosen by, that what was found is judged on; at
 *     least 1
 * @param start name of the arm to start from; null for what {@link TuneConfig} starts from
 * @param hyperparameters what is searched; empty for what is tuned
 * @param architecture numbers of the architecture that are searched with it
 */
public record SearchConfig(
    List<Searcher> methods,
    int runs,
    double seconds,
    int seeds,
    int judgeSeeds,
    @Nullable String start,
    List<HyperparameterConfig> hyperparameters,
    List<SearchedSettingConfig> architecture) {
  /** Copies the lists. */
  public SearchConfig {
    methods = List.copyOf(methods);
    hyperparameters = List.copyOf(hyperparameters);
    architecture = List.copyOf(architecture);
  }
}
