package org.retrograde.experiments.config;

/** What a configuration describes and {@code run} runs. */
public sealed interface Experiment permits ExperimentConfig, StudyConfig {

  /** Returns the short name. */
  String name();

  /** Returns one line for the head of the report; may be empty. */
  String title();

  /** Returns a few sentences; may be empty. */
  String summary();

  /** Returns the expected minutes on two cores; 0 is unknown. */
  double minutes();

  /** Returns the root seed. */
  long seed();

  /** Returns where and how exactly the kernels run. */
  RunConfig run();
}
