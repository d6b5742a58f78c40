package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.models.parametrization.Parametrization;

/**
 * Loss against learning rate at several widths.
 *
 * @param widths to train at, {@code model.base-width} among them, at least two
 * @param learningRates peak learning rates
 * @param parametrizations to compare, each on the whole grid, at least one
 * @param seeds runs of each point, at least 1
 */
public record SweepConfig(
    List<Integer> widths,
    GridConfig.LearningRates learningRates,
    List<Parametrization> parametrizations,
    int seeds) {
  /** Copies the lists, widths in ascending order. */
  public SweepConfig {
    widths = widths.stream().sorted().toList();
    parametrizations = List.copyOf(parametrizations);
  }
}
