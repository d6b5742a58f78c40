package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/**
 * Arrays and kernels on an NVIDIA card.
 *
 * <p>Each thread that uses the device has a {@link CudaQueue} of its own; what a thread makes may
 * be read by others, see {@link CudaArray}.
 */
public final class CudaDevice implements Device {

  static final String NAME = "cuda";

  private final String name;
  private final DeviceSettings settings;
  private final CudaLibraries libraries;
  private final Launching launching;
  private final CudaCard card;
  private final CudaMemory memory;
  private final Staging staging;
  private final List<CudaQueue> queues = new ArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // a queue belongs to one device and one thread
  private final ThreadLocal<CudaQueue> queue = ThreadLocal.withInitial(this::takeQueue);

  private boolean closed;

  /** How batches that come again are launched; what comes out has the same bits. */
  enum Launching {
    /** Call by call, as if they came for the first time. */
    CALLS,
    /** By the few launches of a plan. */
    PLANS,
    /** The same, captured as a graph. */
    GRAPHS
  }

  CudaDevice(String name, DeviceSettings settings, CudaLibraries libraries, Launching launching) {
    this.name = name;
    this.settings = settings;
    this.libraries = libraries;
    this.launching = launching;
    this.card = CudaCard.of(libraries);
    this.memory = new CudaMemory(card);
    this.staging = new Staging(card);
    CudaSelfTest.run(this);
  }

  private CudaQueue takeQueue() {
    Thread thread = Thread.currentThread();
    synchronized (queues) {
      if (closed) {
        throw new IllegalStateException("the device has been closed");
      }
      for (CudaQueue idle : queues) {
        if (idle.passTo(thread)) {
          return idle;
        }
      }
      CudaQueue made = new CudaQueue(this, thread);
      queues.add(made);
      return made;
    }
  }

  /** Returns the queue of the calling thread. */
  CudaQueue queue() {
    return queue.get();
  }

  CudaCard card() {
    return card;
  }

  CudaLibraries libraries() {
    return libraries;
  }

  Products products() {
    return settings.products();
  }

  CudaMemory memory() {
    return memory;
  }

  Staging staging() {
    return staging;
  }

  boolean plans() {
    return launching != Launching.CALLS;
  }

  boolean captures() {
    return launching == Launching.GRAPHS;
  }

  /** Makes an array that holds whatever stood there. */
  CudaArray uninitialized(long bytes, boolean moves) {
    return memory.allocate(bytes, moves, queue()::drain);
  }

  /** Makes an array of zeros. */
  CudaArray zeros(long bytes, boolean moves) {
    CudaArray array = uninitialized(bytes, moves);
    queue().put(new Call(Operations.CLEAR, array.bytes() / Long.BYTES, 0).with(array));
    return array;
  }

  /** Returns how many kernels, matrix products and graphs were launched so far. */
  public long launches() {
    synchronized (queues) {
      return queues.stream().mapToLong(CudaQueue::launches).sum();
    }
  }

  /** Returns how often a thread waited for the card so far. */
  public long waits() {
    synchronized (queues) {
      return queues.stream().mapToLong(CudaQueue::waits).sum();
    }
  }

  /** Returns how many arrays were copied between the host and the card so far, either way. */
  public long transfers() {
    return staging.transfers();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Precision precision() {
    return settings.precision();
  }

  @Override
  public Tensor tensor(Precision elementType, int rows, int cols) {
    return new CudaTensor(this, elementType, rows, cols);
  }

  @Override
  public Lanes lanes(int length) {
    return new CudaLanes(this, length);
  }

  @Override
  public Words words(int length) {
    return new CudaWords(this, length);
  }

  @Override
  public RowNumbers rowNumbers(int[] numbers) {
    return new CudaRowNumbers(this, numbers);
  }

  @Override
  public void settle() {
    queue().await();
  }

  @Override
  public long memoryBytes() {
    return card.totalBytes();
  }

  @Override
  public long nativeBytes() {
    return memory.bytes();
  }

  @Override
  public OptionalLong freeBytes() {
    return OptionalLong.of(memory.available());
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>(card.facts().describe());
    facts.put(
        "BLAS",
        "cuBLAS %d, %s"
            .formatted(
                queue().blasVersion(), products() == Products.TF32 ? "TF32 products" : "no TF32"));
    facts.put("CUDA libraries", String.join(", ", libraries.found()));
    System.getenv()
        .forEach(
            (variable, value) -> {
              // Both can change what cuBLAS computes.
              if (variable.startsWith("CUBLAS_") || variable.equals("NVIDIA_TF32_OVERRIDE")) {
                facts.put(variable, value);
              }
            });
    return facts;
  }

  @Override
  public void close() {
    synchronized (queues) {
      if (!closed) {
        closed = true;
        queues.forEach(CudaQueue::close);
        staging.close();
        memory.close();
      }
    }
  }
}
