package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable with where it came from: what the sweeps go through, and whoever writes a
 * computation down.
 *
 * @param variable the result
 * @param origin what made it of the inputs; null for a leaf
 * @param inputs none for a leaf
 */
public record Node(Variable variable, @Nullable Primitive origin, List<Variable> inputs) {

  /** Sweeps the adjoint of the variable back into its inputs. */
  void pullBack() {
    if (origin == null) {
      variable.adjoint().settle();
    } else {
      origin.adjoint(inputs, variable);
    }
  }

  /** Takes the tangents of the inputs to the variable. */
  void pushTangent() {
    if (origin != null) {
      origin.tangent(inputs, variable);
    }
  }

  /** Sweeps the tangent of the adjoint back into those of the inputs. */
  void pullBackTangent() {
    if (origin == null) {
      variable.adjointTangent().settle();
    } else {
      origin.adjointTangent(inputs, variable);
    }
  }
}
