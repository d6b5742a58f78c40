package org.retrograde.models.autodiff;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Tensor;

/**
 * A tensor that starts at zero and is added to: the kernels that rules are made of, without the
 * work that zeros would cost.
 *
 * <p>The first contribution overwrites, so nothing needs to be cleared. A contribution with a
 * factor of zero runs no kernel, nor does one to a sum that nobody wants.
 */
public final class Sum {

  private final Workspace workspace;
  private final @Nullable Tensor place;
  private boolean isZero;

  private Sum(Workspace workspace, @Nullable Tensor place, boolean isZero) {
    this.workspace = workspace;
    this.place = place;
    this.isZero = isZero;
  }

  /** Makes a sum that is {@code tensor} already. */
  static Sum of(Workspace workspace, Tensor tensor) {
    return new Sum(workspace, tensor, false);
  }

  /** Makes a sum of zero that grows in {@code place}, whatever stands there. */
  static Sum in(Workspace workspace, Tensor place) {
    return new Sum(workspace, place, true);
  }

  /** Makes a sum that stays zero. */
  static Sum unwanted(Workspace workspace) {
    return new Sum(workspace, null, true);
  }

  private @Nullable Tensor nonzero() {
    return isZero ? null : place;
  }

  /** Writes the zeros of a sum that nothing was added to. */
  void settle() {
    if (isZero && place != null) {
      place.fill(0);
      isZero = false;
    }
  }

  /** A kernel that multiplies two tensors into a third. */
  public interface Multiplying {

    /**
     * Runs it.
     *
     * @param beta 0 to overwrite, 1 to add
     */
    void run(Tensor to, Tensor a, Tensor b, double beta);
  }

  /** A kernel that adds a product of two tensors to a third. */
  public interface Adding {

    /** Runs it. */
    void run(Tensor sum, Tensor a, Tensor b);
  }

  /** Adds what a kernel makes of two factors. */
  public void multiply(Sum a, Sum b, Multiplying kernel) {
    Tensor left = a.nonzero();
    Tensor right = b.nonzero();
    if (place != null && left != null && right != null) {
      kernel.run(place, left, right, isZero ? 0 : 1);
      isZero = false;
    }
  }

  /** Adds what a kernel adds that is linear in each of two factors. */
  public void add(Sum a, Sum b, Adding kernel) {
    Tensor left = a.nonzero();
    Tensor right = b.nonzero();
    if (place != null && left != null && right != null) {
      settle();
      kernel.run(place, left, right);
    }
  }

  /**
   * Adds what a kernel adds that is linear in one factor.
   *
   * @param kernel adds to its first argument
   */
  public void add(Sum factor, BiConsumer<Tensor, Tensor> kernel) {
    Tensor from = factor.nonzero();
    if (place != null && from != null) {
      settle();
      kernel.accept(place, from);
    }
  }

  /**
   * Adds what a kernel writes that is linear in one factor.
   *
   * @param kernel overwrites its first argument
   */
  public void addAssigned(Sum factor, BiConsumer<Tensor, Tensor> kernel) {
    Tensor from = factor.nonzero();
    if (from != null) {
      add(term -> kernel.accept(term, from));
    }
  }

  /** Adds {@code scale * op(a) op(b)}, each factor transposed or not. */
  public void addProduct(double scale, Sum a, boolean transposeA, Sum b, boolean transposeB) {
    multiply(
        a,
        b,
        (to, left, right, beta) ->
            to.assignMatrixProduct(scale, left, transposeA, right, transposeB, beta));
  }

  /** Adds a row to every row, before anything else is added. */
  public void fillRows(Sum row) {
    if (!isZero) {
      throw new IllegalStateException("rows are filled before anything else is added");
    }
    Tensor term = row.nonzero();
    if (place != null && term != null) {
      place.fillRows(term);
      isZero = false;
    }
  }

  /** Adds the sum over the rows of a matrix to this row. */
  public void addColumnSums(Sum matrix) {
    add(matrix, Tensor::addColumnSums);
  }

  /** Adds {@code scale * term}. */
  public void addScaled(double scale, Sum term) {
    Tensor other = term.nonzero();
    if (place == null || other == null) {
      return;
    }
    if (isZero) {
      place.assignScaled(scale, other);
      isZero = false;
    } else {
      place.addScaled(scale, other);
    }
  }

  /** Adds f'(x) times {@code direction}; {@link Nonlinearity#hasBaseX} says what the base is. */
  public void addFunctionDerivative(Nonlinearity f, Tensor base, Sum direction) {
    addAssigned(direction, (term, along) -> term.assignFunctionDerivative(f, base, along));
  }

  /** Adds the derivative of f'(x) along the tangent of the base, times {@code direction}. */
  public void addFunctionCurvature(Nonlinearity f, Tensor base, Sum baseTangent, Sum direction) {
    add(
        baseTangent,
        direction,
        (sum, tangent, along) -> sum.addFunctionCurvature(f, base, tangent, along));
  }

  /** Adds {@code scale * (a - b)}. */
  void addScaledDifference(double scale, Tensor a, Tensor b) {
    add(
        term -> {
          term.assign(a);
          term.addScaled(-1, b);
          term.scale(scale);
        });
  }

  /** Adds {@code scale} times the tangent of the softmax p along the tangent of its logits. */
  void addSoftmaxTangent(double scale, Tensor p, Sum logitsTangent) {
    addAssigned(
        logitsTangent,
        (term, along) -> {
          term.assignSoftmaxTangent(p, along);
          term.scale(scale);
        });
  }

  /** Adds what {@code assign} writes: in place if it is the first, else by way of scratch. */
  private void add(Consumer<Tensor> assign) {
    if (place == null) {
      return;
    }
    if (isZero) {
      assign.accept(place);
      isZero = false;
    } else {
      workspace.lend(
          place,
          term -> {
            assign.accept(term);
            place.addScaled(1, term);
          });
    }
  }
}
