package org.retrograde.models.autodiff;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A recorded computation whose gradient is known: forward-over-reverse differentiation in two
 * passes.
 *
 * <p>The first, made by {@link Tape#differentiate}, evaluates values forward and adjoints backward.
 * The second follows for each direction u of the leaves: tangents of the values forward, tangents
 * of the adjoints backward, at the leaves H u. It reads what the first has left and makes no matrix
 * product again, so the two together cost what one pass on dual numbers would, and u may depend on
 * the gradient.
 *
 * @see <a href="https://doi.org/10.1162/neco.1994.6.1.147">Pearlmutter (1994)</a>, fast exact
 *     multiplication by the Hessian
 */
public final class Derivatives {

  private final Workspace workspace;
  private final long lease;
  private final List<Node> recorded;
  private final Scalar loss;
  private final Runnable lossAdjointTangent;
  private Workspace.@Nullable Held held;

  Derivatives(Workspace workspace, List<Node> recorded, Scalar loss, Runnable lossAdjointTangent) {
    this.workspace = workspace;
    this.lease = workspace.keep();
    this.recorded = List.copyOf(recorded);
    this.loss = loss;
    this.lossAdjointTangent = lossAdjointTangent;
  }

  /** Returns the loss; it may be read when this is not valid any more. */
  public Scalar loss() {
    return loss;
  }

  /**
   * Sweeps tangents forward and back. May be called again: nothing of an earlier direction is left.
   *
   * @param directions other leaves have a tangent of zero, and no product is evaluated for them
   * @throws IllegalStateException if the workspace has lent their tensors out again
   */
  public void hessianProduct(List<Direction> directions) {
    if (held == null) {
      workspace.release(lease);
    } else {
      workspace.reset();
    }
    recorded.forEach(node -> node.variable().clearTangents());
    for (Direction direction : directions) {
      direction.leaf.seed(direction.tangent, direction.product);
    }
    recorded.forEach(Node::pushTangent);
    lossAdjointTangent.run();
    for (int i = recorded.size() - 1; i >= 0; i--) {
      recorded.get(i).pullBackTangent();
    }
  }

  /**
   * Returns the bytes of the tensors that products read, leaves apart.
   *
   * @throws IllegalStateException if the workspace has lent them out again
   */
  public long bytes() {
    return workspace.bytes(lease, unread());
  }

  /**
   * Keeps the workspace from lending out the tensors that products read, until {@link #release}:
   * others may be differentiated there meanwhile. Products then need the leaves to have the bits
   * that they had.
   *
   * @throws IllegalStateException if the workspace has lent them out again
   */
  public void hold() {
    if (held == null) {
      held = workspace.hold(lease, unread());
    }
  }

  /** Returns the tensors of the tape that no product reads. */
  private Set<Tensor> unread() {
    Set<Tensor> unread = Collections.newSetFromMap(new IdentityHashMap<>());
    recorded.forEach(node -> node.addOwn(unread));
    recorded.forEach(node -> node.removeRead(unread));
    return unread;
  }

  /** Gives the tensors back that were held, if they were; this is not valid any more. */
  public void release() {
    if (held != null) {
      held.giveBack();
      held = null;
    }
  }

  /**
   * What a tangent pass takes from a leaf and leaves there.
   *
   * @param leaf of the tape
   * @param tangent the part of u, not modified; null where it is zero
   * @param product the part of H u. Overwritten.
   */
  public record Direction(Variable leaf, @Nullable Tensor tangent, Tensor product) {

    /** Checks that it is a leaf. */
    public Direction {
      if (!leaf.isLeaf()) {
        throw new IllegalArgumentException("only a leaf has a direction");
      }
    }
  }
}
