package org.retrograde.models.autodiff;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * A variable with where it came from: what the sweeps go through, and whoever writes a computation
 * down.
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

  /** Adds the tensors that are this node's own, which a leaf's are not. */
  void addOwn(Set<Tensor> tensors) {
    Tensor adjoint = variable.adjointPlace();
    if (origin != null) {
      tensors.add(variable.tensor());
      if (adjoint != null) {
        tensors.add(adjoint);
      }
    }
  }

  /** Takes away the tensors that sweeps of tangents read. */
  void removeRead(Set<Tensor> tensors) {
    if (origin == null) {
      return;
    }
    Reads reads = origin.reads();
    for (int i = 0; i < inputs.size(); i++) {
      if (reads.input().test(i)) {
        tensors.remove(inputs.get(i).tensor());
      }
    }
    if (reads.output()) {
      tensors.remove(variable.tensor());
    }
    Tensor adjoint = variable.adjointPlace();
    if (adjoint != null && reads.adjoint()) {
      tensors.remove(adjoint);
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
