package org.retrograde.reversible.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * Derivatives of the objective with respect to one group's state and to what its steps read, in
 * double precision on every device.
 */
public final class GroupAdjoint {

  private static final int PRODUCTS = 2;

  private final Tensor position;
  private final List<Tensor> moments;
  private final Tensor gradient;
  private final CoefficientTable coefficients;
  private final double[] products = new double[PRODUCTS];
  private final List<Runnable> pending = new ArrayList<>();

  /**
   * Makes adjoints of zero for a group of shape [rows, cols].
   *
   * @param moments number of moment vectors
   * @param coefficients derivatives with respect to all coefficients; shared by the groups of a run
   *     and added to on the way back
   */
  public GroupAdjoint(
      Device device, int rows, int cols, int moments, CoefficientTable coefficients) {
    this.position = device.tensor(Precision.FLOAT64, rows, cols);
    this.moments =
        Stream.generate(() -> device.tensor(Precision.FLOAT64, rows, cols)).limit(moments).toList();
    this.gradient = device.tensor(Precision.FLOAT64, rows, cols);
    this.coefficients = coefficients;
  }

  /** Returns d_x, the shape of the group. */
  public Tensor position() {
    return position;
  }

  /** Returns the adjoint of each moment vector, such as d_v. */
  public List<Tensor> moments() {
    return moments;
  }

  /** Returns u, the adjoint of the gradient of the step being pulled back. */
  public Tensor gradient() {
    return gradient;
  }

  /**
   * Does something with numbers that the device is still computing, once they are known; later than
   * what was said before.
   */
  void whenKnown(Runnable action) {
    pending.add(action);
  }

  /**
   * Reads what the steps since the last call have asked the device for, and adds it to the
   * derivatives.
   */
  public void settle() {
    pending.forEach(Runnable::run);
    pending.clear();
  }

  void add(Coefficient coefficient, Slot at, double derivative) {
    coefficients.add(coefficient, at.step(), at.group(), derivative);
  }

  /**
   * Returns the derivative with respect to the logarithm of a running product of decays, by which
   * means are corrected for their bias.
   */
  double product(int number) {
    return products[number];
  }

  void addToProduct(int number, double derivative) {
    products[number] += derivative;
  }
}
