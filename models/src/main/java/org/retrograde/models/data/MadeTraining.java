package org.retrograde.models.data;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Training rows that are made and not measured: normal features and labels 0, 1, 2, ... in turn.
 * They are where learning the training set itself starts from.
 *
 * @param seed any number
 * @param deviation standard deviation of a feature, above 0
 * @param scaling what is done to the other rows
 */
public record MadeTraining(long seed, double deviation, FeatureScaling scaling) {

  /**
   * Checks the deviation.
   *
   * @throws DataException if it is not above 0
   */
  public MadeTraining {
    if (!(deviation > 0)) {
      throw new DataException("made rows need a deviation above 0, got " + deviation);
    }
  }

  /**
   * Returns splits with made training rows, as many as there were. What is taken off validation and
   * test rows is the mean <em>validation</em> row, since the training rows that are gone must leave
   * no trace.
   *
   * @throws DataException if rows have numbers to predict, of which none can be made
   */
  public DataSplits instead(DataSplits loaded) {
    if (loaded.train().hasNumbers()) {
      throw new DataException("training rows can be made for classes, not for numbers to predict");
    }
    LabeledData train =
        draw(loaded.train().rows(), loaded.features(), loaded.classes()).shaped(loaded.shape());
    FeatureMap map = scaling.of(loaded.validation());
    LabeledData validation = loaded.validation().mapped(map);
    LabeledData test = loaded.test().mapped(map);
    Map<String, String> hashes = new LinkedHashMap<>(loaded.hashes());
    hashes.put("train", train.sha256());
    hashes.put("validation", validation.sha256());
    hashes.put("test", test.sha256());
    return new DataSplits(
        train, validation, test, map.after(loaded.map()), FeatureMap.IDENTITY, hashes);
  }

  private LabeledData draw(int rows, int features, int classes) {
    RandomGenerator random = new Well19937c(seed);
    float[] inputs = new float[rows * features];
    int[] labels = new int[rows];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) (deviation * random.nextGaussian());
    }
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
    }
    return LabeledData.wrap(inputs, labels, classes, Map.of());
  }
}
