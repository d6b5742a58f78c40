package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * A number of a {@link Tape}: its value, where it came from, and what the sweeps make of it.
 *
 * <p>Tangents are derivatives along a direction of the leaves: that of the value goes forward, that
 * of the adjoint comes back.
 */
public final class Variable {

  private final Workspace workspace;
  private final Tensor tensor;
  private final @Nullable Primitive origin;
  private final List<Variable> inputs;
  private final boolean isActive;
  private final Sum value;
  private final Sum adjoint;
  private Sum tangent;
  private Sum adjointTangent;

  private Variable(
      Workspace workspace,
      Tensor tensor,
      @Nullable Primitive origin,
      List<Variable> inputs,
      boolean isActive,
      @Nullable Tensor gradient) {
    this.workspace = workspace;
    this.tensor = tensor;
    this.origin = origin;
    this.inputs = inputs;
    this.isActive = isActive;
    value = Sum.of(workspace, tensor);
    adjoint = gradient == null ? Sum.unwanted(workspace) : Sum.in(workspace, gradient);
    tangent = Sum.unwanted(workspace);
    adjointTangent = Sum.unwanted(workspace);
  }

  static Variable constant(Workspace workspace, Tensor tensor) {
    return new Variable(workspace, tensor, null, List.of(), false, null);
  }

  static Variable leaf(Workspace workspace, Tensor tensor, @Nullable Tensor gradient) {
    return new Variable(workspace, tensor, null, List.of(), true, gradient);
  }

  static Variable result(Workspace workspace, Primitive origin, List<Variable> inputs) {
    Tensor tensor = origin.value(inputs.stream().map(Variable::tensor).toList(), workspace);
    boolean isActive = inputs.stream().anyMatch(Variable::isActive);
    Tensor adjoint = isActive ? workspace.takeLike(tensor) : null;
    return new Variable(workspace, tensor, origin, inputs, isActive, adjoint);
  }

  boolean isActive() {
    return isActive;
  }

  boolean isLeaf() {
    return isActive && origin == null;
  }

  /** Sweeps this back into its inputs. */
  void pullBack() {
    if (origin == null) {
      adjoint.settle();
    } else {
      origin.adjoint(inputs, this);
    }
  }

  /** Forgets the tangents of an earlier direction. */
  void clearTangents() {
    boolean wanted = isActive && origin != null;
    tangent = wanted ? Sum.in(workspace, workspace.takeLike(tensor)) : Sum.unwanted(workspace);
    adjointTangent =
        wanted ? Sum.in(workspace, workspace.takeLike(tensor)) : Sum.unwanted(workspace);
  }

  /** Sets what a leaf takes into a tangent pass, and where it takes the result. */
  void seed(@Nullable Tensor direction, Tensor product) {
    tangent = direction == null ? Sum.unwanted(workspace) : Sum.of(workspace, direction);
    adjointTangent = Sum.in(workspace, product);
  }

  /** Takes the tangents of the inputs to this. */
  void pushTangent() {
    if (origin != null) {
      origin.tangent(inputs, this);
    }
  }

  /** Sweeps the tangent of this adjoint back into those of the inputs. */
  void pullBackTangent() {
    if (origin == null) {
      adjointTangent.settle();
    } else {
      origin.adjointTangent(inputs, this);
    }
  }

  /** Returns the tensor of the value. Not to be modified. */
  public Tensor tensor() {
    return tensor;
  }

  /** Returns the value, as a factor of sums. */
  public Sum value() {
    return value;
  }

  /** Returns the derivative of the loss with respect to this. */
  public Sum adjoint() {
    return adjoint;
  }

  /** Returns the derivative of the value along the direction. */
  public Sum tangent() {
    return tangent;
  }

  /** Returns the derivative of the adjoint along the direction. */
  public Sum adjointTangent() {
    return adjointTangent;
  }
}
