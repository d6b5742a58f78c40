package org.retrograde.hypergrad.autolrs;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A smooth curve of pieces of degree 2 through noisy values: B-splines on even knots, with a
 * penalty on third differences of their coefficients, whose weight is chosen by generalised
 * cross-validation. The more weight, the nearer the curve is to one parabola. It stands for the
 * smoothing spline of FITPACK that AutoLRS takes, whose knots follow a bound on the residuals.
 *
 * @see <a href="https://doi.org/10.1214/ss/1038425655">Eilers and Marx (1996)</a>
 */
final class PenalizedSpline {

  private static final int FEWEST_VALUES = 8;
  private static final int VALUES_OF_A_PIECE = 4;
  private static final int MOST_PIECES = 20;
  private static final int LEAST_WEIGHT = -3;
  private static final int MOST_WEIGHT = 8;
  private static final double SYMMETRY = 1e-9;
  private static final double POSITIVITY = 1e-14;

  private PenalizedSpline() {}

  /** Returns the values of the curve; the window's own if there are fewer than 8. */
  static double[] smooth(LossWindow window) {
    int n = window.size();
    if (n < FEWEST_VALUES) {
      return window.losses();
    }
    int pieces = Math.min(MOST_PIECES, n / VALUES_OF_A_PIECE);
    RealMatrix basis = basis(window, pieces);
    RealMatrix normal = basis.transpose().multiply(basis);
    RealMatrix penalty = penalty(pieces + 2);
    RealVector values = MatrixUtils.createRealVector(window.losses());
    RealVector right = basis.preMultiply(values);
    double least = Double.POSITIVE_INFINITY;
    RealVector best = values;
    for (int log = LEAST_WEIGHT; log <= MOST_WEIGHT; log++) {
      DecompositionSolver solver =
          new CholeskyDecomposition(
                  normal.add(penalty.scalarMultiply(Math.pow(10, log))), SYMMETRY, POSITIVITY)
              .getSolver();
      RealVector curve = basis.operate(solver.solve(right));
      double free = n - solver.solve(normal).getTrace();
      double residual = values.subtract(curve).getNorm();
      double score = residual * residual / (free * free);
      if (score < least) {
        least = score;
        best = curve;
      }
    }
    return best.toArray();
  }

  /** Returns the value of every B-spline at every place. */
  private static RealMatrix basis(LossWindow window, int pieces) {
    int n = window.size();
    RealMatrix basis = new Array2DRowRealMatrix(n, pieces + 2);
    double from = window.at(0);
    double length = window.at(n - 1) - from;
    for (int i = 0; i < n; i++) {
      double place = (window.at(i) - from) / length * pieces;
      int piece = Math.min(pieces - 1, (int) place);
      double r = place - piece;
      basis.setEntry(i, piece, (1 - r) * (1 - r) / 2);
      basis.setEntry(i, piece + 1, 0.5 + r - r * r);
      basis.setEntry(i, piece + 2, r * r / 2);
    }
    return basis;
  }

  /** Returns D'D, D the third differences. */
  private static RealMatrix penalty(int coefficients) {
    if (coefficients <= 3) {
      return new Array2DRowRealMatrix(coefficients, coefficients);
    }
    RealMatrix differences = new Array2DRowRealMatrix(coefficients - 3, coefficients);
    for (int i = 0; i < coefficients - 3; i++) {
      differences.setSubMatrix(new double[][] {{-1, 3, -3, 1}}, i, i);
    }
    return differences.transpose().multiply(differences);
  }
}
