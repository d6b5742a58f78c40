package org.retrograde.reversible.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/**
 * A matrix of the singular vectors of another one, whose singular values are near 1: five steps of
 * an iteration of Newton and Schulz, in matrix products of the device's precision.
 *
 * <p>From X_0 = M / |M|_F, a step is X' = a X + (b A + c A^2) X with A = X X^T, which maps each
 * singular value s to a s + b s^3 + c s^5. With (a, b, c) = (3.4445, -4.7750, 2.0315), those of X_0
 * that are not tiny end within about .3 of 1. Where a matrix has more rows than columns, the same
 * is X' = a X + X (b A + c A^2) with A = X^T X, so that it is the small side that is squared.
 *
 * <p>Adjoint, with P = b A + c A^2 and G the adjoint of X': d_P = G X^T; D = d_P + d_P^T = G X^T +
 * X G^T; A and P are symmetric, so S = d_A + d_A^T = b D + c (D A + A D); d_X = a G + P G + S X.
 * From G, the adjoint of X_0: d_M = (G - &lt;X_0, G&gt; X_0) / |M|_F. What is transposed for tall
 * matrices: D = X^T G + G^T X; d_X = a G + G P + X S.
 *
 * <p>A matrix of zeros is mapped to zeros, with an adjoint of zero. Only the direction of M
 * matters, so it is read in units of its own, in which its entries are below 1, and no norm leaves
 * the numbers of single precision.
 *
 * <p>Cost: 15 products, and 30 for the adjoint besides those; the device is waited for once for the
 * norm, and once more in the adjoint. Memory: 8 matrices and 12 squares of the small side.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al. (2024)</a>, Muon
 */
final class NewtonSchulz {

  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final int STEPS = 5;

  /** Fraction bits at which lanes, as {@link MomentUnits} leaves them, are below 1. */
  private static final int LANE_BITS = 62;

  private final boolean isTall;
  private final List<Tensor> iterates = new ArrayList<>();
  private final List<Tensor> squares = new ArrayList<>();
  private final List<Tensor> factors = new ArrayList<>();
  private final Tensor square;
  private final Tensor toSquare;
  private Tensor adjoint;
  private Tensor before;

  /** Makes one for matrices of a shape. */
  NewtonSchulz(Device device, int rows, int cols) {
    isTall = rows > cols;
    int side = Math.min(rows, cols);
    for (int k = 0; k < STEPS; k++) {
      iterates.add(device.tensor(rows, cols));
      squares.add(device.tensor(side, side));
      factors.add(device.tensor(side, side));
    }
    iterates.add(device.tensor(rows, cols));
    square = device.tensor(side, side);
    toSquare = device.tensor(side, side);
    adjoint = device.tensor(rows, cols);
    before = device.tensor(rows, cols);
  }

  /** Returns O, until the next call. */
  Tensor of(FixedVector matrix) {
    iterate(matrix);
    return iterates.get(STEPS);
  }

  /** Leaves all iterates; returns |M|_F in the units that M is read in. */
  private double iterate(FixedVector matrix) {
    Tensor first = iterates.get(0);
    first.assignFixed(matrix.lanes(), LANE_BITS);
    double norm = Math.sqrt(first.dot(first).value());
    if (norm == 0) {
      iterates.get(STEPS).fill(0);
      return 0;
    }
    first.scale(1 / norm);
    for (int k = 0; k < STEPS; k++) {
      step(iterates.get(k), squares.get(k), factors.get(k), iterates.get(k + 1));
    }
    return norm;
  }

  private void step(Tensor x, Tensor a, Tensor factor, Tensor next) {
    multiplyOut(x, x, a, 0);
    factor.assignScaled(B, a);
    factor.assignMatrixProduct(C, a, false, a, false, 1);
    next.assignScaled(A, x);
    addProduct(factor, x, next);
  }

  /** out = x y^T + beta out, a square of the small side; x^T y for tall ones. */
  private void multiplyOut(Tensor x, Tensor y, Tensor out, double beta) {
    out.assignMatrixProduct(1, x, isTall, y, !isTall, beta);
  }

  /** out += small x; x small for tall ones. */
  private void addProduct(Tensor small, Tensor x, Tensor out) {
    if (isTall) {
      out.assignMatrixProduct(1, x, false, small, false, 1);
    } else {
      out.assignMatrixProduct(1, small, false, x, false, 1);
    }
  }

  /**
   * Adds scale * (dO/dM)* p to an adjoint.
   *
   * @param matrix M
   * @param scale of the adjoint
   * @param toResult p, in double precision. Not modified.
   * @param toMatrix in double precision. Modified.
   * @return &lt;p, O&gt;, without the scale
   */
  Scalar addAdjoint(FixedVector matrix, double scale, Tensor toResult, Tensor toMatrix) {
    Scalar largest = toResult.maxAbs();
    double norm = iterate(matrix);
    Scalar along = toResult.dot(iterates.get(STEPS));
    double unit = Math.scalb(1d, Math.getExponent(largest.value()));
    if (norm == 0 || largest.value() == 0) {
      return along;
    }
    adjoint.assignScaled(1 / unit, toResult);
    for (int k = STEPS - 1; k >= 0; k--) {
      stepBack(iterates.get(k), squares.get(k), factors.get(k));
    }
    Tensor first = iterates.get(0);
    adjoint.addScaled(-first.dot(adjoint).value(), first);
    double inUnits = Math.scalb(1 / norm, matrix.fractionBits() - LANE_BITS);
    toMatrix.addScaled(scale * unit * inUnits, adjoint);
    return along;
  }

  private void stepBack(Tensor x, Tensor a, Tensor factor) {
    multiplyOut(adjoint, x, square, 0);
    multiplyOut(x, adjoint, square, 1);
    toSquare.assignScaled(B, square);
    toSquare.assignMatrixProduct(C, square, false, a, false, 1);
    toSquare.assignMatrixProduct(C, a, false, square, false, 1);
    before.assignScaled(A, adjoint);
    addProduct(factor, adjoint, before);
    addProduct(toSquare, x, before);
    Tensor swapped = adjoint;
    adjoint = before;
    before = swapped;
  }
}
