package org.retrograde.experiments.config;

/**
 * What is trained.
 *
 * @param kind of problem
 * @param settings of its {@link Section#type}
 */
public record ProblemConfig(ProblemKind kind, Object settings) {

  /** Returns the settings of a problem of a known kind. */
  public <T> T settings(Class<T> type) {
    return type.cast(settings);
  }
}
