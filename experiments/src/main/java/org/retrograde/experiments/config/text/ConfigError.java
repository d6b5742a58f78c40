package org.retrograde.experiments.config.text;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source the file, or the {@code --set} option as it was given
 * @param line line in the file, from 1; 0 where there is none, as for {@code --set}
 * @param path keys from the top, joined by dots as {@code --set} takes them; empty for the whole
 *     file
 * @param message what is wrong and what would be right
 */
@API(status = Status.MAINTAINED)
public record ConfigError(String source, int line, String path, String message) {
  /**
   * Returns the error as it is shown: {@code file.yaml:12: training.steps: must be at least 1, got
   * -5}.
   */
  @Override
  public String toString() {
    String place = line > 0 ? source + ":" + line : source;
    return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
