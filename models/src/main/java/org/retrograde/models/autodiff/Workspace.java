package org.retrograde.models.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Scratch tensors that are handed out again after every {@link #reset}, so that a training step
 * allocates nothing once it has run twice.
 */
public final class Workspace {

  /** Tensors of one shape. */
  private static final class Pool {
    private final int rows;
    private final int cols;
    private final List<Tensor> tensors = new ArrayList<>();
    private int taken;
    private int kept;

    Pool(int rows, int cols) {
      this.rows = rows;
      this.cols = cols;
    }
  }

  private final Device device;
  private final List<Pool> pools = new ArrayList<>();
  private final Map<Object, Object> kept = new HashMap<>();
  private long lease;

  /** Makes a workspace of tensors in the device's precision. */
  public Workspace(Device device) {
    this.device = device;
  }

  /** Returns a tensor of any content that nobody else has until {@link #reset}. */
  public Tensor take(int rows, int cols) {
    Pool pool = pool(rows, cols);
    if (pool.taken == pool.tensors.size()) {
      pool.tensors.add(device.tensor(rows, cols));
    }
    return pool.tensors.get(pool.taken++);
  }

  /** Searches them all: a network has a handful of shapes, and hashing one would take longer. */
  private Pool pool(int rows, int cols) {
    for (Pool pool : pools) {
      if (pool.rows == rows && pool.cols == cols) {
        return pool;
      }
    }
    Pool pool = new Pool(rows, cols);
    pools.add(pool);
    return pool;
  }

  /** Returns a tensor of any content with the shape of {@code like}. */
  public Tensor takeLike(Tensor like) {
    return take(like.rows(), like.cols());
  }

  /**
   * Lends a tensor of any content with the shape of {@code like} for as long as some work takes.
   */
  void lend(Tensor like, Consumer<Tensor> work) {
    work.accept(takeLike(like));
    pool(like.rows(), like.cols()).taken--;
  }

  /**
   * Returns a tensor of numbers that are the same in every pass, made when it is first asked for.
   *
   * @param key what the numbers follow from, equal for equal numbers alone
   * @param numbers row by row
   */
  public Tensor constant(Object key, int rows, int cols, Supplier<double[]> numbers) {
    return kept(
        key,
        Tensor.class,
        () -> {
          Tensor tensor = device.tensor(rows, cols);
          tensor.assign(numbers.get());
          return tensor;
        });
  }

  /**
   * Returns what is the same in every pass, made when it is first asked for.
   *
   * @param key what it follows from, equal for equal values alone
   * @param type of the value, the same at every call with that key
   */
  public <T> T kept(Object key, Class<T> type, Supplier<T> made) {
    return type.cast(kept.computeIfAbsent(key, unknown -> made.get()));
  }

  /** Takes every tensor back. */
  public void reset() {
    pools.forEach(pool -> pool.taken = 0);
    lease++;
  }

  /**
   * Keeps what is lent now through every {@link #release}, until {@link #reset}.
   *
   * @return the number of this lease
   */
  long keep() {
    pools.forEach(pool -> pool.kept = pool.taken);
    return ++lease;
  }

  /**
   * Takes back what was lent since {@link #keep}.
   *
   * @param number of that lease
   * @throws IllegalStateException if it has ended
   */
  void release(long number) {
    require(number);
    pools.forEach(pool -> pool.taken = pool.kept);
  }

  /**
   * Returns the bytes of what a lease keeps.
   *
   * @param except what does not count
   * @throws IllegalStateException if it has ended
   */
  long bytes(long number, Set<Tensor> except) {
    require(number);
    long numbers = 0;
    for (Pool pool : pools) {
      for (Tensor tensor : pool.tensors.subList(0, pool.kept)) {
        numbers += except.contains(tensor) ? 0 : tensor.size();
      }
    }
    return numbers * device.precision().bytes();
  }

  /**
   * Takes what a lease keeps out of this workspace, so that nobody else has it until it is given
   * back, whatever is reset meanwhile. The lease ends.
   *
   * @param except what stays here
   * @throws IllegalStateException if it has ended
   */
  Held hold(long number, Set<Tensor> except) {
    require(number);
    Held held = new Held();
    pools.forEach(pool -> held.takeKept(pool, except));
    reset();
    return held;
  }

  private void require(long number) {
    if (number != lease) {
      throw new IllegalStateException(
          "the tensors of lease %d are no longer kept; this is lease %d".formatted(number, lease));
    }
  }

  /** Tensors that a workspace does without for a while. */
  static final class Held {

    private final IdentityHashMap<Pool, List<Tensor>> tensors = new IdentityHashMap<>();

    private void takeKept(Pool pool, Set<Tensor> except) {
      List<Tensor> kept = pool.tensors.subList(0, pool.kept);
      List<Tensor> stay = kept.stream().filter(except::contains).toList();
      tensors.put(pool, kept.stream().filter(tensor -> !except.contains(tensor)).toList());
      kept.clear();
      pool.tensors.addAll(0, stay);
      pool.kept = 0;
    }

    /** Lets the workspace lend them again; nothing may use them any more. */
    void giveBack() {
      tensors.forEach((pool, kept) -> pool.tensors.addAll(kept));
      tensors.clear();
    }
  }
}
