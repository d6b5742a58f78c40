package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.LabeledData;

/**
 * Whether inputs are of a scale that networks can be trained on. Gradients of the first layer are
 * as large as the inputs, and no learning rate makes them smaller: they leave the fixed point of a
 * velocity, or the loss leaves the numbers, in the first steps.
 */
final class InputScales {

  /** Root mean squares beyond this are far from 1. */
  private static final double LARGE = 30;

  /** Inputs whose largest root mean square is below this are as good as none. */
  private static final double SMALL = 1e-3;

  private static final int SHOWN = 3;

  private InputScales() {}

  /**
   * A feature of the training rows.
   *
   * @param name for people
   * @param least as the data have it
   * @param most as the data have it
   * @param size root mean square of what the network sees
   */
  private record Feature(String name, double least, double most, double size) {

    String described() {
      return String.format(Locale.ROOT, "%s from %.4g to %.4g", name, least, most);
    }
  }

  /** Returns what is wrong with the inputs and what helps, if anything is. */
  static Optional<String> warning(DataSplits data) {
    List<Feature> features = features(data);
    List<Feature> large =
        features.stream()
            .filter(feature -> feature.size() > LARGE)
            .sorted(Comparator.comparingDouble(Feature::size).reversed())
            .toList();
    if (!large.isEmpty()) {
      String worst =
          large.stream().limit(SHOWN).map(Feature::described).collect(Collectors.joining(", "));
      return Optional.of(
          ("%d of %d columns of the inputs are far larger than 1 (%s%s); training is"
                  + " likely to diverge at the first steps whatever the learning rate: scale each"
                  + " column to mean 0 and deviation 1 (a table by data.standardize: true)")
              .formatted(
                  large.size(), features.size(), worst, large.size() > SHOWN ? ", ..." : ""));
    }
    double largest = features.stream().mapToDouble(Feature::size).max().orElse(0);
    return largest < SMALL
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the inputs are no larger than %.2g, so that the network hardly sees them:"
                    + " scale each column to mean 0 and deviation 1",
                largest))
        : Optional.empty();
  }

  private static List<Feature> features(DataSplits data) {
    LabeledData train = data.train();
    int count = train.features();
    float[] inputs = train.inputs();
    float[] least = Arrays.copyOf(inputs, count);
    float[] most = least.clone();
    double[] squares = new double[count];
    for (int row = 0; row < inputs.length; row += count) { // as they lie in memory
      for (int j = 0; j < count; j++) {
        float x = inputs[row + j];
        least[j] = Math.min(least[j], x);
        most[j] = Math.max(most[j], x);
        squares[j] += (double) x * x;
      }
    }
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      double size = Math.sqrt(squares[j] / train.rows());
      features.add(
          new Feature(
              name(train, j),
              inFile(data.map(), j, least[j]),
              inFile(data.map(), j, most[j]),
              size));
    }
    return features;
  }

  /** What lies below the digits of a centred number is not of the file: its 0 is a 0. */
  private static double inFile(FeatureMap map, int feature, float mapped) {
    double digit = Math.ulp(mapped) * map.scale(feature);
    return Math.rint(map.inverse(feature, mapped) / digit) * digit;
  }

  private static String name(LabeledData data, int feature) {
    return data.featureNames().isEmpty()
        ? "feature %d".formatted(feature + 1)
        : "'%s'".formatted(data.featureNames().get(feature));
  }
}
