package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Deferred;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * Derivatives of the objective with respect to one group's state and to what its steps read, in
 * double precision on every device.
 *
 * <p>The numbers that a step adds to the derivatives are asked of the device while the step is
 * pulled back, and read in {@link #settle}, so that nothing waits in between.
 */
public final class GroupAdjoint {

  private static final int PRODUCTS = 3;

  private final Tensor position;
  private final List<Tensor> moments;
  private final Tensor gradient;
  private final CoefficientTable coefficients;
  private final double[] products = new double[PRODUCTS];
  private final Deferred late = new Deferred();

  /**
   * Makes adjoints of zero for a group of shape [rows, cols].
   *
   * @param moments number of moment vectors
   * @param coefficients derivatives with respect to all coefficients; shared by the groups of a run
   *     and added to on the way back, at the latest in {@link #settle}
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
   * Puts off what reads {@linkplain org.retrograde.reversible.device.Scalar scalars} and adds to
   * derivatives; actions keep their order.
   */
  public void whenKnown(Runnable action) {
    late.add(action);
  }

  /** Reads the numbers of all steps pulled back so far and adds them to the derivatives. */
  public void settle() {
    late.run();
  }

  /** Takes what has come so far, once it is settled; u is made anew by every step. */
  public void archive(Archive archive) {
    archive.tensor(position);
    moments.forEach(archive::tensor);
    archive.doubles(products);
  }

  /** Adds to the derivative with respect to a coefficient; called in {@link #whenKnown}. */
  public void add(Coefficient coefficient, Slot at, double derivative) {
    coefficients.add(coefficient, at.step(), at.group(), derivative);
  }

  /**
   * Returns a number that steps pass on to those before them, such as the derivative with respect
   * to the logarithm of a running product of decays, by which means are corrected for their bias.
   * Changes in {@link #settle}, so only what is put off may read it.
   */
  double product(int number) {
    return products[number];
  }

  void addToProduct(int number, double derivative) {
    products[number] += derivative;
  }
}
