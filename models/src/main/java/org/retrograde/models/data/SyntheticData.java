package org.retrograde.models.data;

import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.FastMath;

/**
 * A classification problem that needs no file, for smoke tests: one Gaussian blob per class, seen
 * through a fixed random nonlinearity.
 *
 * <p>A row of class c is {@code x = tanh(W z) + 0.1 e} with {@code z = m_c + e'}, where the class
 * centres {@code m_c} and the matrix {@code W} (scaled by {@code sqrt(2 / features)}) are drawn
 * once from the seed and {@code e}, {@code e'} are standard normal for each row. Centres lie about
 * {@code 3 sqrt(2)} apart whatever the number of features, so neighbouring classes overlap and no
 * classifier reaches zero error; after the tanh the border between them is curved, so how well and
 * how fast a network learns depends on its learning rate. Labels are uniform. All numbers come from
 * Commons Math, whose bits do not change with the JDK.
 *
 * @param seed any number; it fixes the problem and its rows
 * @param features features of a row, at least 2
 * @param classes number of classes, at least 2
 */
public record SyntheticData(long seed, int features, int classes) {
  private static final double CENTRE_DISTANCE = 3;
  private static final double INPUT_NOISE = 0.1;

  /**
   * Checks the sizes.
   *
   * @throws DataException if features or classes are below 2
   */
  public SyntheticData {
    if (features < 2 || classes < 2) {
      throw new DataException(
          "synthetic data needs at least 2 features and 2 classes, got %d and %d"
              .formatted(features, classes));
    }
  }

  /**
   * Draws the rows.
   *
   * @param counts rows of each part
   * @return the centred parts, the same ones at every call
   * @throws DataException if the counts ask for more than fits an array
   */
  public DataSplits splits(RowCounts counts) {
    return splits(counts, FeatureScaling.CENTRED);
  }

  /**
   * Draws the rows.
   *
   * @param counts rows of each part
   * @param scaling what is done to every row
   * @return the parts, the same ones at every call
   * @throws DataException if the counts ask for more than fits an array
   */
  public DataSplits splits(RowCounts counts, FeatureScaling scaling) {
    long rows = (long) counts.train() + counts.validation() + counts.test();
    if (rows * features > Integer.MAX_VALUE) {
      throw new DataException(
          "%d rows of %d features do not fit one array of %d values; ask for fewer"
              .formatted(rows, features, Integer.MAX_VALUE));
    }
    if (((long) features + classes) * features > Integer.MAX_VALUE) {
      throw new DataException(
          "%d classes of %d features need more numbers than fit an array (%d); ask for fewer"
              .formatted(classes, features, Integer.MAX_VALUE));
    }
    return Splits.with(scaling).of(draw((int) rows), counts);
  }

  private LabeledData draw(int rows) {
    RandomGenerator random = new Well19937c(seed);
    double[][] centres = gaussians(random, classes, CENTRE_DISTANCE / FastMath.sqrt(features));
    double[][] mixing = gaussians(random, features, FastMath.sqrt(2.0 / features));
    float[] inputs = new float[rows * features];
    int[] labels = new int[rows];
    double[] latent = new double[features];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
      double[] centre = centres[labels[i]];
      for (int j = 0; j < features; j++) {
        latent[j] = centre[j] + random.nextGaussian();
      }
      for (int j = 0; j < features; j++) {
        double seen = FastMath.tanh(dot(mixing[j], latent)) + INPUT_NOISE * random.nextGaussian();
        inputs[i * features + j] = (float) seen;
      }
    }
    return LabeledData.wrap(inputs, labels, classes, Map.of());
  }

  private double[][] gaussians(RandomGenerator random, int vectors, double scale) {
    double[][] values = new double[vectors][features];
    for (double[] vector : values) {
      for (int j = 0; j < features; j++) {
        vector[j] = scale * random.nextGaussian();
      }
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
