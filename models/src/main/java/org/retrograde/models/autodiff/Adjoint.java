package org.retrograde.models.autodiff;

import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * The derivative of a scalar with respect to a variable, and its own derivative along the
 * direction: what a reverse sweep on dual numbers accumulates.
 *
 * <p>The first contribution overwrites, later ones add, so nothing needs to be cleared.
 */
public final class Adjoint {

  private final Tensor value;
  private final @Nullable Tensor tangent;
  private boolean valueIsSet;
  private boolean tangentIsSet;

  /**
   * Makes an adjoint in the given tensors.
   *
   * @param value any content. Overwritten.
   * @param tangent any content, or null where tangents are not wanted. Overwritten.
   */
  Adjoint(Tensor value, @Nullable Tensor tangent) {
    this.value = value;
    this.tangent = tangent;
  }

  /** Adds a b, with each factor transposed or not, and its derivative by the product rule. */
  void addProduct(Dual a, boolean transposeA, Dual b, boolean transposeB) {
    value.assignMatrixProduct(a.value(), transposeA, b.value(), transposeB, valueIsSet ? 1 : 0);
    valueIsSet = true;
    if (tangent == null) {
      return;
    }
    if (a.tangent() != null) {
      addTangentProduct(tangent, a.tangent(), transposeA, b.value(), transposeB);
    }
    if (b.tangent() != null) {
      addTangentProduct(tangent, a.value(), transposeA, b.tangent(), transposeB);
    }
  }

  private void addTangentProduct(
      Tensor target, Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
    target.assignMatrixProduct(a, transposeA, b, transposeB, tangentIsSet ? 1 : 0);
    tangentIsSet = true;
  }

  /** Adds {@code scale * term}. */
  void addScaled(double scale, Dual term) {
    valueIsSet = addScaled(value, valueIsSet, scale, term.value());
    if (tangent != null && term.tangent() != null) {
      tangentIsSet = addScaled(tangent, tangentIsSet, scale, term.tangent());
    }
  }

  private static boolean addScaled(Tensor target, boolean isSet, double scale, Tensor term) {
    if (isSet) {
      target.addScaled(scale, term);
    } else {
      target.assignScaled(scale, term);
    }
    return true;
  }

  /** Adds the sum over the rows of a matrix to this row. */
  void addColumnSums(Dual matrix) {
    valueIsSet = addColumnSums(value, valueIsSet, matrix.value());
    if (tangent != null && matrix.tangent() != null) {
      tangentIsSet = addColumnSums(tangent, tangentIsSet, matrix.tangent());
    }
  }

  private static boolean addColumnSums(Tensor target, boolean isSet, Tensor matrix) {
    if (!isSet) {
      target.fill(0);
    }
    target.addColumnSums(matrix);
    return true;
  }

  /** Returns what has been accumulated; parts that nothing was added to are zero. */
  Dual get() {
    if (!valueIsSet) {
      value.fill(0);
      valueIsSet = true;
    }
    if (tangent != null && !tangentIsSet) {
      tangent.fill(0);
      tangentIsSet = true;
    }
    return new Dual(value, tangent);
  }
}
