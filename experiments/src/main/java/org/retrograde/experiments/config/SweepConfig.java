package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.parametrization.Parametrization;

/**
 * Loss against learning rate at several widths.
 *
 * @param widths to train at, {@code model.base-width} among them, at least two
 * @param learningRates peak learning rates
 * @param parametrizations to compare, each on the whole grid, at least one
 * @param seeds runs of each point, at least 1
 * @param standardRegret what standard parametrization must lose, at the widest, for the sweep to
 *     count as one that shows its fault
 * @param published whether somebody found that the best rate stays; null if nothing is said
 */
public record SweepConfig(
    List<Integer> widths,
    GridConfig.LearningRates learningRates,
    List<Parametrization> parametrizations,
    int seeds,
    double standardRegret,
    @Nullable PublishedVerdict published) {
  /** Copies the lists, widths in ascending order. */
  public SweepConfig {
    widths = widths.stream().sorted().toList();
    parametrizations = List.copyOf(parametrizations);
  }

  /**
   * What somebody found.
   *
   * @param transfers whether the best rate stays where it is as networks get wider
   * @param source where that was published
   * @param words what else was said; may be empty
   */
  public record PublishedVerdict(boolean transfers, String source, String words) {}
}
