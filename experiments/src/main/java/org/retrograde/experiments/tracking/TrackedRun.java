package org.retrograde.experiments.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a tracker is told of a run at its start.
 *
 * @param experiment that it belongs to
 * @param name of the run
 * @param summary a sentence or two
 * @param command that started it
 * @param parameters leaves of the config, seeds and versions, in this order
 * @param resumed whether it goes on with one that was cut off, and tells all again from the start
 */
record TrackedRun(
    String experiment,
    String name,
    String summary,
    String command,
    Map<String, String> parameters,
    boolean resumed) {

  /** Copies the map. */
  TrackedRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
