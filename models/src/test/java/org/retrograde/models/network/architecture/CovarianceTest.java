package org.retrograde.models.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Sums over places, against matrices. */
final class CovarianceTest {

  private static final int PLACES = 5;

  private static RealMatrix entries() {
    RealMatrix root = new Array2DRowRealMatrix(PLACES, PLACES);
    for (int i = 0; i < PLACES; i++) {
      for (int j = 0; j < PLACES; j++) {
        root.setEntry(i, j, Math.sin(1 + i + 2.5 * j * j));
      }
    }
    return root.multiply(root.transpose());
  }

  /** Row i takes the mean over the first i + 1 places. */
  private static RealMatrix averaging() {
    RealMatrix mean = new Array2DRowRealMatrix(PLACES, PLACES);
    for (int i = 0; i < PLACES; i++) {
      for (int j = 0; j <= i; j++) {
        mean.setEntry(i, j, 1d / (i + 1));
      }
    }
    return mean;
  }

  private static Covariance of(RealMatrix matrix) {
    return Covariance.of(PLACES, matrix::getEntry);
  }

  private static void assertEqual(Covariance actual, RealMatrix expected) {
    for (int i = 0; i < PLACES; i++) {
      for (int j = 0; j < PLACES; j++) {
        assertThat(actual.at(i, j))
            .as("%d %d", i, j)
            .isCloseTo(expected.getEntry(i, j), within(1e-12));
      }
    }
  }

  @Test
  void meansAndTheirSharesAreProductsWithTheAveragingMatrix() {
    RealMatrix c = entries();
    RealMatrix u = averaging();
    assertEqual(of(c).means(), u.multiply(c).multiply(u.transpose()));
    assertEqual(of(c).shares(), u.transpose().multiply(c).multiply(u));
  }

  @Test
  void centredSquaresAreThoseOfEveryUpperLeftPart() {
    RealMatrix c = entries();
    RealMatrix expected = new Array2DRowRealMatrix(PLACES, PLACES);
    for (int i = 0; i < PLACES; i++) {
      for (int j = 0; j < PLACES; j++) {
        RealMatrix part = c.getSubMatrix(0, i, 0, j);
        double all = mean(part);
        double sum = 0;
        for (int row = 0; row <= i; row++) {
          for (int column = 0; column <= j; column++) {
            double left =
                part.getEntry(row, column)
                    - mean(part.getRowMatrix(row))
                    - mean(part.getColumnMatrix(column))
                    + all;
            sum += left * left;
          }
        }
        expected.setEntry(i, j, sum);
      }
    }
    assertEqual(of(c).centredSquares(), expected);
  }

  private static double mean(RealMatrix matrix) {
    double sum = 0;
    for (double[] row : matrix.getData()) {
      for (double entry : row) {
        sum += entry;
      }
    }
    return sum / (matrix.getRowDimension() * matrix.getColumnDimension());
  }
}
