package org.retrograde.models.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What was done to every row before a network sees it: (x - mean) / scale, feature by feature.
 *
 * @param mean what was subtracted, [feature]; empty where nothing was
 * @param scale what the rest was divided by, [feature], above 0; empty where by nothing
 */
public record FeatureMap(List<Double> mean, List<Double> scale) {

  /** Leaves rows as they are. */
  public static final FeatureMap IDENTITY = new FeatureMap(List.of(), List.of());

  /**
   * Copies the lists.
   *
   * @throws DataException if there is a scale without a mean, of another length, or not above 0
   */
  public FeatureMap {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (!scale.isEmpty() && scale.size() != mean.size()) {
      throw new DataException(
          "scales must be as many as means, %d, got %d".formatted(mean.size(), scale.size()));
    }
    for (double each : scale) {
      if (!(each > 0)) {
        throw new DataException("a scale must be above 0, got " + each);
      }
    }
  }

  /** Returns what was subtracted from a feature; 0 if nothing. */
  public double mean(int feature) {
    return mean.isEmpty() ? 0 : mean.get(feature);
  }

  /** Returns what a feature was divided by; 1 if by nothing. */
  public double scale(int feature) {
    return scale.isEmpty() ? 1 : scale.get(feature);
  }

  /** Returns the number that a feature had before. */
  public double inverse(int feature, double value) {
    return value * scale(feature) + mean(feature);
  }

  /** Returns what another map and then this one do. */
  FeatureMap after(FeatureMap first) {
    if (mean.isEmpty()) {
      return first;
    }
    List<Double> means = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    for (int j = 0; j < mean.size(); j++) {
      means.add(first.inverse(j, mean(j)));
      if (!scale.isEmpty() || !first.scale.isEmpty()) {
        scales.add(first.scale(j) * scale(j));
      }
    }
    return new FeatureMap(means, scales);
  }
}
