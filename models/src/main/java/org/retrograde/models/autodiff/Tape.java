package org.retrograde.models.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Tensor;

/**
 * Records a computation and sweeps it backward: forward-over-reverse differentiation.
 *
 * <p>Where the leaves carry tangents u, the sweep runs on dual numbers: the adjoint of a leaf is
 * the gradient g, and its tangent the product H u, both from one pass. Without tangents it makes
 * exactly the same kernel calls for the values, so g has the same bits either way.
 *
 * <p>One tape serves one sweep; its tensors return to the workspace at the workspace's next reset.
 *
 * @see <a href="https://doi.org/10.1162/neco.1994.6.1.147">Pearlmutter (1994)</a>, fast exact
 *     multiplication by the Hessian
 */
public final class Tape {

  private final Workspace workspace;
  private final List<Variable> recorded = new ArrayList<>();

  /** Makes an empty tape. */
  public Tape(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Adds a leaf that is not differentiated. */
  public Variable constant(Tensor value) {
    return new Variable(Dual.constant(value), null, List.of(), null);
  }

  /**
   * Adds a leaf whose adjoint is wanted.
   *
   * @param leaf value, and tangent if products with the Hessian are wanted
   * @param gradient where the adjoint goes. Overwritten by {@link #finish}.
   * @param product where its tangent goes, or null. Overwritten by {@link #finish}.
   */
  public Variable leaf(Dual leaf, Tensor gradient, @Nullable Tensor product) {
    Variable variable = new Variable(leaf, null, List.of(), new Adjoint(gradient, product));
    recorded.add(variable);
    return variable;
  }

  /** Adds the result of a primitive. */
  public Variable apply(Primitive primitive, Variable... inputs) {
    List<Variable> from = List.of(inputs);
    Dual result = primitive.evaluate(from.stream().map(Variable::dual).toList(), workspace);
    boolean wanted = from.stream().anyMatch(input -> input.adjoint != null);
    Variable variable = new Variable(result, primitive, from, wanted ? adjointOf(result) : null);
    recorded.add(variable);
    return variable;
  }

  private Adjoint adjointOf(Dual result) {
    Tensor tangent = result.tangent() == null ? null : workspace.takeLike(result.value());
    return new Adjoint(workspace.takeLike(result.value()), tangent);
  }

  /**
   * Evaluates a loss and sweeps backward into the adjoints of all leaves.
   *
   * @param prediction depends on at least one leaf
   * @return the loss
   */
  public double finish(Loss loss, Variable prediction, Tensor targets) {
    if (prediction.adjoint == null) {
      throw new IllegalArgumentException("the prediction depends on no leaf");
    }
    double value = loss.evaluate(prediction.dual, targets, prediction.adjoint, workspace);
    for (int i = recorded.size() - 1; i >= 0; i--) {
      Variable variable = recorded.get(i);
      if (variable.adjoint != null) {
        Dual adjoint = variable.adjoint.get();
        if (variable.origin != null) {
          pullBack(variable, variable.origin, adjoint);
        }
      }
    }
    return value;
  }

  private void pullBack(Variable variable, Primitive origin, Dual adjoint) {
    List<Dual> inputs = new ArrayList<>();
    List<@Nullable Adjoint> adjoints = new ArrayList<>();
    for (Variable input : variable.inputs) {
      inputs.add(input.dual);
      adjoints.add(input.adjoint);
    }
    origin.pullBack(inputs, variable.dual, adjoint, adjoints, workspace);
  }
}
