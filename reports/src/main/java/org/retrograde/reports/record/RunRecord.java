package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run directory holds, read back.
 *
 * @param manifest who ran what and how it ended
 * @param iterations the meta-iterations in the order written; empty if there were none
 * @param results what the run found; {@link Results#empty()} if it ended before it wrote any
 * @param config the resolved configuration as YAML text, or null if the run ended before it wrote
 *     one
 * @param recipe the tuned recipe as JSON text, or null if there is none
 */
public record RunRecord(
    Manifest manifest,
    List<MetaIteration> iterations,
    Results results,
    @Nullable String config,
    @Nullable String recipe) {

  /** Copies the list. */
  public RunRecord {
    iterations = List.copyOf(iterations);
  }
}
