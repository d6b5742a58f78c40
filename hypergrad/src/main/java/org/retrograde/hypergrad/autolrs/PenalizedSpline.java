package org.retrograde.hypergrad.autolrs;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A smooth curve of pieces of degree 2 through noisy values: B-splines on even knots, with a
 * penalty on third differences of their coefficients, whose weight is chosen by generalised
 * cross-validation. The more weight, the nearer the curve is to one parabola.
 *
 * @see <a href="https://doi.org/10.1214/ss/1038425655">Eilers and Marx (1996)</a>
 */
final class PenalizedSpline implements UnivariateFunction {

  private static final int VALUES_OF_A_PIECE = 4;
  private static final int MOST_PIECES = 20;
  private static final int LEAST_WEIGHT = -3;
  private static final int MOST_WEIGHT = 8;
  private static final double SYMMETRY = 1e-9;
  private static final double POSITIVITY = 1e-14;

  private final double from;
  private final double piece;
  private final double[] coefficients;

  private PenalizedSpline(double from, double piece, double[] coefficients) {
    this.from = from;
    this.piece = piece;
    this.coefficients = coefficients;
  }

  /** Draws the curve through a window of at least 8 values. */
  static PenalizedSpline of(LossWindow window) {
    int n = window.size();
    int pieces = Math.min(MOST_PIECES, n / VALUES_OF_A_PIECE);
    double from = window.at(0);
    double piece = (window.at(n - 1) - from) / pieces;
    RealMatrix basis = basis(window, from, piece, pieces);
    RealMatrix normal = basis.transpose().multiply(basis);
    RealMatrix penalty = penalty(pieces + 2);
    RealVector values = MatrixUtils.createRealVector(window.losses());
    RealVector right = basis.preMultiply(values);
    double least = Double.POSITIVE_INFINITY;
    RealVector best = right;
    for (int log = LEAST_WEIGHT; log <= MOST_WEIGHT; log++) {
      DecompositionSolver solver =
          new CholeskyDecomposition(
                  normal.add(penalty.scalarMultiply(Math.pow(10, log))), SYMMETRY, POSITIVITY)
              .getSolver();
      RealVector coefficients = solver.solve(right);
      double free = n - solver.solve(normal).getTrace();
      double score = values.subtract(basis.operate(coefficients)).getNorm() / free;
      if (score < least) {
        least = score;
        best = coefficients;
      }
    }
    return new PenalizedSpline(from, piece, best.toArray());
  }

  /** Returns the curve's value; beyond its ends the outermost pieces go on. */
  @Override
  public double value(double x) {
    int pieces = coefficients.length - 2;
    int first = pieceAt(x, from, piece, pieces);
    double[] weights = weights((x - from) / piece - first);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * coefficients[first + i];
    }
    return sum;
  }

  private static int pieceAt(double x, double from, double piece, int pieces) {
    return Math.max(0, Math.min(pieces - 1, (int) ((x - from) / piece)));
  }

  /** Returns the three B-splines that are not 0 in a piece, at a part of it. */
  private static double[] weights(double r) {
    return new double[] {(1 - r) * (1 - r) / 2, 0.5 + r - r * r, r * r / 2};
  }

  /** Returns the value of every B-spline at every place. */
  private static RealMatrix basis(LossWindow window, double from, double piece, int pieces) {
    double[][] rows = new double[window.size()][pieces + 2];
    for (int i = 0; i < rows.length; i++) {
      int first = pieceAt(window.at(i), from, piece, pieces);
      double[] weights = weights((window.at(i) - from) / piece - first);
      System.arraycopy(weights, 0, rows[i], first, weights.length);
    }
    return new Array2DRowRealMatrix(rows, false);
  }

  /** Returns D'D, D the third differences. */
  private static RealMatrix penalty(int coefficients) {
    double[][] rows = new double[coefficients - 3][coefficients];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(new double[] {-1, 3, -3, 1}, 0, rows[i], i, 4);
    }
    RealMatrix differences = new Array2DRowRealMatrix(rows, false);
    return differences.transpose().multiply(differences);
  }
}
