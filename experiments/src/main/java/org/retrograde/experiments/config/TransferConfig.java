package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.models.parametrization.Parametrization;

/**
 * Training at other widths with what was tuned.
 *
 * @param widths widths to train at, all different, at least one
 * @param seeds runs of each arm at each width, at least 1
 * @param arms names of arms to train beside the tuned one
 * @param contrast other parametrizations under which all arms are trained too
 */
public record TransferConfig(
    List<Integer> widths, int seeds, List<String> arms, List<Parametrization> contrast) {
  /** Copies the lists. */
  public TransferConfig {
    widths = List.copyOf(widths);
    arms = List.copyOf(arms);
    contrast = List.copyOf(contrast);
  }
}
