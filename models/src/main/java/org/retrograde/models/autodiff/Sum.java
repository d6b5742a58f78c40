package org.retrograde.models.autodiff;

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

  /** Adds {@code scale * op(a) op(b)}, each factor transposed or not. */
  public void addProduct(double scale, Sum a, boolean transposeA, Sum b, boolean transposeB) {
    Tensor left = a.nonzero();
    Tensor right = b.nonzero();
    if (place != null && left != null && right != null) {
      place.assignMatrixProduct(scale, left, transposeA, right, transposeB, isZero ? 0 : 1);
      isZero = false;
    }
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
    Tensor term = matrix.nonzero();
    if (place != null && term != null) {
      settle();
      place.addColumnSums(term);
    }
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
    Tensor along = direction.nonzero();
    if (along != null) {
      add(term -> term.assignFunctionDerivative(f, base, along));
    }
  }

  /** Adds the derivative of f'(x) along the tangent of the base, times {@code direction}. */
  public void addFunctionCurvature(Nonlinearity f, Tensor base, Sum baseTangent, Sum direction) {
    Tensor tangent = baseTangent.nonzero();
    Tensor along = direction.nonzero();
    if (place != null && tangent != null && along != null) {
      settle();
      place.addFunctionCurvature(f, base, tangent, along);
    }
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
    Tensor along = logitsTangent.nonzero();
    if (along != null) {
      add(
          term -> {
            term.assignSoftmaxTangent(p, along);
            term.scale(scale);
          });
    }
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
      Tensor term = workspace.takeLike(place);
      assign.accept(term);
      place.addScaled(1, term);
    }
  }
}
