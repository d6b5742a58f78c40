package org.retrograde.models.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Scratch tensors that are handed out again after every {@link #reset}, so that a training step
 * allocates nothing once it has run twice.
 */
public final class Workspace {

  private record Shape(int rows, int cols) {}

  private static final class Pool {
    private final List<Tensor> tensors = new ArrayList<>();
    private int taken;
    private int kept;
  }

  private final Device device;
  private final Map<Shape, Pool> pools = new HashMap<>();
  private long lease;

  /** Makes a workspace of tensors in the device's precision. */
  public Workspace(Device device) {
    this.device = device;
  }

  /** Returns a tensor of any content that nobody else has until {@link #reset}. */
  public Tensor take(int rows, int cols) {
    Pool pool = pools.computeIfAbsent(new Shape(rows, cols), shape -> new Pool());
    if (pool.taken == pool.tensors.size()) {
      pool.tensors.add(device.tensor(rows, cols));
    }
    return pool.tensors.get(pool.taken++);
  }

  /** Returns a tensor of any content with the shape of {@code like}. */
  public Tensor takeLike(Tensor like) {
    return take(like.rows(), like.cols());
  }

  /** Takes every tensor back. */
  public void reset() {
    pools.values().forEach(pool -> pool.taken = 0);
    lease++;
  }

  /**
   * Keeps what is lent now through every {@link #release}, until {@link #reset}.
   *
   * @return the number of this lease
   */
  long keep() {
    pools.values().forEach(pool -> pool.kept = pool.taken);
    return ++lease;
  }

  /**
   * Takes back what was lent since {@link #keep}.
   *
   * @param number of that lease
   * @throws IllegalStateException if it has ended
   */
  void release(long number) {
    if (number != lease) {
      throw new IllegalStateException(
          "the tensors of lease %d are no longer kept; this is lease %d".formatted(number, lease));
    }
    pools.values().forEach(pool -> pool.taken = pool.kept);
  }
}
