package org.retrograde.models.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Coins;
import org.retrograde.reversible.device.Tensor;

/**
 * Records a computation while it is evaluated, for {@link Derivatives} to sweep over.
 *
 * <p>A tape is used once; its tensors return to the workspace at the workspace's next reset.
 */
public final class Tape {

  private final Workspace workspace;
  private final OptionalLong seed;
  private final List<Node> recorded = new ArrayList<>();
  private int dropouts;

  /** Makes an empty tape of a pass that drops nothing. */
  public Tape(Workspace workspace) {
    this(workspace, OptionalLong.empty());
  }

  /**
   * Makes an empty tape.
   *
   * @param seed of what is dropped in a step of training; empty for a pass that drops nothing
   */
  public Tape(Workspace workspace, OptionalLong seed) {
    this.workspace = workspace;
    this.seed = seed;
  }

  /**
   * Returns numbers that are the same in every pass, see {@link Workspace#constant}.
   *
   * @param key what the numbers follow from
   */
  public Tensor constant(Object key, int rows, int cols, Supplier<double[]> numbers) {
    return workspace.constant(key, rows, cols, numbers);
  }

  /**
   * Returns what is the same in every pass, see {@link Workspace#kept}.
   *
   * @param key what it follows from
   * @param type of the value
   */
  public <T> T kept(Object key, Class<T> type, Supplier<T> made) {
    return workspace.kept(key, type, made);
  }

  /**
   * Drops elements at random where this is a pass of training, and nothing else; each call and each
   * seed drops others.
   *
   * @param keep probability that an element stays, in (0, 1]
   */
  public Variable dropout(Variable x, double keep) {
    return seed.isEmpty() || keep == 1
        ? x
        : apply(new LinearMaps.Kept(keep, Coins.bits(seed.getAsLong(), dropouts++)), x);
  }

  /** Adds a number that derivatives do not pass through. */
  public Variable constant(Tensor value) {
    return Variable.constant(workspace, value);
  }

  /** Adds a leaf whose gradient is not wanted; the tangent of its adjoint may be. */
  public Variable leaf(Tensor value) {
    return record(Variable.leaf(workspace, value, null), null, List.of());
  }

  /**
   * Adds a leaf.
   *
   * @param gradient where its adjoint goes. Overwritten by {@link #differentiate}.
   */
  public Variable leaf(Tensor value, Tensor gradient) {
    return record(Variable.leaf(workspace, value, gradient), null, List.of());
  }

  /** Adds the result of a primitive. */
  public Variable apply(Primitive primitive, Variable... inputs) {
    List<Variable> all = List.of(inputs);
    Tensor value = primitive.value(all.stream().map(Variable::tensor).toList(), workspace);
    return record(Variable.result(workspace, value, all), primitive, all);
  }

  /** Returns what was recorded so far, in order: leaves, and the results of primitives. */
  public List<Node> nodes() {
    return List.copyOf(recorded);
  }

  private Variable record(Variable variable, @Nullable Primitive origin, List<Variable> inputs) {
    recorded.add(new Node(variable, origin, inputs));
    return variable;
  }

  /**
   * Evaluates a loss and sweeps backward into the gradients of all leaves.
   *
   * @param prediction depends on at least one leaf
   * @return valid until the next reset of the workspace
   */
  public Derivatives differentiate(TrainingLoss loss, Variable prediction, Tensor targets) {
    return differentiate(loss, prediction, targets, null);
  }

  /**
   * Evaluates a loss of weighted rows and sweeps backward into the gradients of all leaves.
   *
   * @param prediction depends on at least one leaf
   * @param weights of rows, a leaf [rows, 1]; null where all are 1
   * @return valid until the next reset of the workspace
   */
  public Derivatives differentiate(
      TrainingLoss loss, Variable prediction, Tensor targets, @Nullable Variable weights) {
    if (!prediction.isActive()) {
      throw new IllegalArgumentException("the prediction depends on no leaf");
    }
    TrainingLoss.Applied applied =
        weights == null
            ? loss.apply(workspace, prediction, targets, null)
            : loss.apply(
                workspace, apply(new RowWeights(), prediction, weights), targets, weights.tensor());
    for (int i = recorded.size() - 1; i >= 0; i--) {
      recorded.get(i).pullBack();
    }
    return new Derivatives(workspace, recorded, applied.value(), applied.adjointTangent());
  }
}
