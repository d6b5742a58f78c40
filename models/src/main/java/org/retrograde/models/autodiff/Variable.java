package org.retrograde.models.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * A number of a {@link Tape}: its value, and what the sweeps make of it.
 *
 * <p>Tangents are derivatives along a direction of the leaves: that of the value goes forward, that
 * of the adjoint comes back.
 */
public final class Variable {

  private final Workspace workspace;
  private final Tensor tensor;
  private final boolean isLeaf;
  private final boolean isActive;
  private final Sum value;
  private final Sum adjoint;
  private final @Nullable Tensor adjointPlace;
  private Sum tangent;
  private Sum adjointTangent;

  private Variable(
      Workspace workspace,
      Tensor tensor,
      boolean isLeaf,
      boolean isActive,
      @Nullable Tensor gradient) {
    this.workspace = workspace;
    this.tensor = tensor;
    this.isLeaf = isLeaf;
    this.isActive = isActive;
    value = Sum.of(workspace, tensor);
    adjointPlace = gradient;
    adjoint = gradient == null ? Sum.unwanted(workspace) : Sum.in(workspace, gradient);
    tangent = Sum.unwanted(workspace);
    adjointTangent = Sum.unwanted(workspace);
  }

  static Variable constant(Workspace workspace, Tensor tensor) {
    return new Variable(workspace, tensor, false, false, null);
  }

  static Variable leaf(Workspace workspace, Tensor tensor, @Nullable Tensor gradient) {
    return new Variable(workspace, tensor, true, true, gradient);
  }

  /** The result of a primitive; active if an input is. */
  static Variable result(Workspace workspace, Tensor tensor, List<Variable> inputs) {
    boolean isActive = inputs.stream().anyMatch(Variable::isActive);
    Tensor adjoint = isActive ? workspace.takeLike(tensor) : null;
    return new Variable(workspace, tensor, false, isActive, adjoint);
  }

  boolean isActive() {
    return isActive;
  }

  boolean isLeaf() {
    return isLeaf;
  }

  /** Returns where the adjoint is; null if it is not wanted. */
  @Nullable Tensor adjointPlace() {
    return adjointPlace;
  }

  /** Forgets the tangents of an earlier direction. */
  void clearTangents() {
    boolean wanted = isActive && !isLeaf;
    tangent = wanted ? Sum.in(workspace, workspace.takeLike(tensor)) : Sum.unwanted(workspace);
    adjointTangent =
        wanted ? Sum.in(workspace, workspace.takeLike(tensor)) : Sum.unwanted(workspace);
  }

  /** Sets what a leaf takes into a tangent pass, and where it takes the result. */
  void seed(@Nullable Tensor direction, Tensor product) {
    tangent = direction == null ? Sum.unwanted(workspace) : Sum.of(workspace, direction);
    adjointTangent = Sum.in(workspace, product);
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
