package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The queues of one device, one a thread, and the memory that is written in their order. */
final class CudaQueues {

  private final CudaBase base;
  private final List<CudaQueue> queues = new ArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // a queue belongs to one device and one thread
  private final ThreadLocal<CudaQueue> own = ThreadLocal.withInitial(this::take);

  private boolean closed;

  CudaQueues(CudaBase base) {
    this.base = base;
  }

  private CudaQueue take() {
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
      CudaQueue made = new CudaQueue(base, thread);
      queues.add(made);
      return made;
    }
  }

  /** Returns the queue of the calling thread. */
  CudaQueue own() {
    return own.get();
  }

  /** Makes an array that holds whatever stood there. */
  CudaArray uninitialized(long bytes, boolean moves) {
    return base.memory().allocate(bytes, moves, own()::drain);
  }

  /** Makes an array of zeros. */
  CudaArray zeros(long bytes, boolean moves) {
    CudaArray array = uninitialized(bytes, moves);
    own().put(new Call(Operations.CLEAR, array.bytes() / Long.BYTES, 0).with(array));
    return array;
  }

  /** Returns the sum of a count over all queues. */
  long sum(ToLongFunction<CudaQueue> count) {
    synchronized (queues) {
      return queues.stream().mapToLong(count).sum();
    }
  }

  /** Ends all queues, and gives back what the device has taken; the first time. */
  void close() {
    synchronized (queues) {
      if (!closed) {
        closed = true;
        queues.forEach(CudaQueue::close);
        base.close();
      }
    }
  }
}
