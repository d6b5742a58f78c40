package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number of a {@link Tape}: its value, where it came from, and where its adjoint goes. */
public final class Variable {

  final Dual dual;
  final @Nullable Primitive origin;
  final List<Variable> inputs;
  final @Nullable Adjoint adjoint;

  Variable(
      Dual dual, @Nullable Primitive origin, List<Variable> inputs, @Nullable Adjoint adjoint) {
    this.dual = dual;
    this.origin = origin;
    this.inputs = inputs;
    this.adjoint = adjoint;
  }

  /** Returns the value and its tangent. */
  public Dual dual() {
    return dual;
  }
}
