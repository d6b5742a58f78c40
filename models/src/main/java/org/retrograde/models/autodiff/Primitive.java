package org.retrograde.models.autodiff;

import java.util.List;
import org.retrograde.reversible.device.Tensor;

/**
 * An operation y = f(x) with its four rules: value, adjoint, tangent, and tangent of the adjoint.
 *
 * <p>Each rule reads what those before it made, and adds to the {@link Sum}s of one kind. A sum
 * knows when it is zero or not wanted, so a rule is its formula and nothing else.
 */
public interface Primitive {

  /**
   * Evaluates y = f(x).
   *
   * @param inputs x. Not modified.
   * @param workspace lends the tensor of the result
   */
  Tensor value(List<Tensor> inputs, Workspace workspace);

  /**
   * Adds f'(x)^T times the adjoint of y to the adjoints of x.
   *
   * @param inputs x: adjoints modified
   * @param output y: not modified
   */
  void adjoint(List<Variable> inputs, Variable output);

  /**
   * Adds f'(x) times the tangent of x to the tangent of y.
   *
   * @param inputs x: not modified
   * @param output y: tangent modified
   */
  void tangent(List<Variable> inputs, Variable output);

  /**
   * Adds the derivative of what {@link #adjoint} adds to the tangents of the adjoints of x: by the
   * product rule f'(x)^T times the tangent of y's adjoint, and the tangent of f'(x)^T times y's
   * adjoint.
   *
   * @param inputs x: tangents of adjoints modified
   * @param output y: not modified
   */
  void adjointTangent(List<Variable> inputs, Variable output);

  /** Returns what the rules of tangents read; what they read and do not say they may not find. */
  default Reads reads() {
    return Reads.ALL;
  }
}
