package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study, resolved and checked: an experiment whose problem is given as code.
 *
 * @param name short name, lower-case letters, digits and dashes
 * @param title one line for the head of the report; may be empty
 * @param summary a few sentences; may be empty
 * @param minutes expected minutes on two cores; 0 is unknown
 * @param seed the root seed
 * @param run where and how exactly the kernels run
 * @param study what is studied
 * @param published figures to compare with
 */
public record StudyConfig(
    String name,
    String title,
    String summary,
    double minutes,
    long seed,
    RunConfig run,
    Subject study,
    List<PublishedConfig> published)
    implements Experiment {

  /** Copies the list. */
  public StudyConfig {
    published = List.copyOf(published);
  }

  /**
   * What is studied: exactly one is not null.
   *
   * @param objective schedules of an objective of one's own
   * @param tasks weights that tasks share
   */
  public record Subject(@Nullable ObjectiveStudy objective, @Nullable TasksStudy tasks) {}
}
