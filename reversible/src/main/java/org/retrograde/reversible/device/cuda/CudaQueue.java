package org.retrograde.reversible.device.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Scalar;

/**
 * What one thread has asked a device to do: calls are recorded, launched as a batch when a number
 * is asked for, and done in order in a stream of this thread's own. So threads share a card without
 * waiting for each other, each in the order of its own program.
 *
 * <p>A batch whose calls have come before, with the same arrays, is launched by a {@link Plan}. The
 * first time it is launched call by call, so that what comes once costs no planning and no
 * compilation. Both give the same bits.
 */
final class CudaQueue implements CudaArray.Writer, Batch.Launcher {

  private static final int MOST_CALLS = 1024;
  private static final int MOST_SLOTS = 1024;
  private static final int MOST_BATCHES = 8;
  private static final int MOST_PLANS = 64;

  /** Fewer calls gain nothing by a plan. */
  private static final int FEWEST_PLANNED = 6;

  // The fault word of kernels.cu, then results.
  private static final int PLACE = 0;
  private static final int VALUE = 8;
  private static final long NO_PLACE = -1;
  private static final int RESULTS = 32;
  private static final int BOX_BYTES = RESULTS + MOST_SLOTS * Long.BYTES;

  private final CudaBase base;
  private final CudaCard card;
  private final CudaStream stream;
  private final CudaArray box;
  private final CudaArray scratch;
  private final SumPlaces places;
  private final DirectLaunch direct;
  private final Pointer pinned;
  private final PlanKey key = new PlanKey();
  private final Deque<Batch> inFlight = new ArrayDeque<>();
  private final Map<PlanKey, Planned> plans = new LinkedHashMap<>(16, 0.75f, true);
  private final List<CudaArray> releasedByBatches = new ArrayList<>();
  private final List<CudaArray> released = new ArrayList<>();
  private volatile Thread owner;
  private List<Call> calls = new ArrayList<>();
  private Batch batch;
  private int slots;
  private long batches;
  private volatile long completed;
  private int tagsInFlight;
  private volatile @Nullable LaneRangeException fault;
  private @Nullable RuntimeException failure;
  private boolean closed;
  private @Nullable CudaBlas blas;

  /** A batch that has come before; a plan from the second time on. */
  private static final class Planned {
    private @Nullable Plan plan;

    void destroy() {
      if (plan != null) {
        plan.destroy();
      }
    }
  }

  CudaQueue(CudaBase base, Thread owner) {
    this.base = base;
    this.owner = owner;
    this.card = base.card();
    this.stream = new CudaStream(card);
    this.box = base.memory().allocate(BOX_BYTES, false, () -> {});
    this.scratch = base.memory().allocate(SumPlaces.SCRATCH_BYTES, false, () -> {});
    this.places = new SumPlaces(scratch.address(), box.address() + RESULTS);
    this.direct = new DirectLaunch(stream, base.kernels());
    this.batch = new Batch(this);
    long[] address = new long[1];
    card.check(
        "cuMemAllocHost",
        card.driver().cuMemAllocHost_v2(address, (long) MOST_BATCHES * BOX_BYTES));
    this.pinned = NativeBlock.at(address[0], (long) MOST_BATCHES * BOX_BYTES);
    set(box, 0, BOX_BYTES);
    set(box, NO_PLACE, Long.BYTES);
    set(scratch, 0, SumPlaces.SCRATCH_BYTES);
  }

  private void set(CudaArray array, long value, long bytes) {
    card.check(
        "cuMemsetD8Async",
        card.driver().cuMemsetD8Async(array.address(), (byte) value, bytes, stream.handle()));
  }

  /** Takes the queue of a thread that has ended, its faults forgotten; returns whether it has. */
  boolean passTo(Thread heir) {
    if (owner.isAlive()) {
      return false;
    }
    drain();
    fault = null;
    owner = heir;
    return true;
  }

  /** Records a call. */
  void put(Call call) {
    record(call);
  }

  /** Records a call with a sum. */
  Scalar putSum(Call call) {
    return record(call).scalar(call.slot());
  }

  /** Records a call with two sums. */
  Scalar[] putSums(Call call) {
    Batch into = record(call);
    return new Scalar[] {into.scalar(call.slot()), into.scalar(call.slot() + 1)};
  }

  /** Records a call with an integer sum and waits for it. */
  long putCount(Call call) {
    return record(call).result(call.slot());
  }

  private Batch record(Call call) {
    for (int i = 0; i < call.arrays(); i++) {
      call.array(i).awaitOthers(this); // before this queue is locked
    }
    synchronized (this) {
      requireWorking();
      int sums = call.operation().sums();
      if (calls.size() == MOST_CALLS || slots + sums > MOST_SLOTS) {
        flush();
      }
      calls.add(call);
      call.place(slots);
      slots += sums;
      key.add(call);
      noteWrites(call);
      return batch;
    }
  }

  private void requireWorking() {
    if (closed) {
      throw new IllegalStateException("the device has been closed");
    }
    if (failure != null) {
      throw new CudaException("work before this has failed: " + failure.getMessage());
    }
  }

  private void noteWrites(Call call) {
    int index = 0;
    for (Operation.Parameter parameter : call.operation().parameters()) {
      if (parameter instanceof Operation.Array kind) {
        CudaArray array = call.array(index++);
        if (kind.isWritten()) {
          array.writtenBy(this, batches + 1);
        }
      }
    }
  }

  /** Gives an array back once all that was recorded is done. */
  synchronized void release(CudaArray array) {
    released.add(array);
  }

  /** Launches what was recorded, without waiting. */
  synchronized void flush() {
    if (calls.isEmpty()) {
      return;
    }
    requireWorking();
    card.enter();
    if (inFlight.size() == MOST_BATCHES) {
      collect();
    }
    // What may find the card full comes before the first launch, which must not be repeated.
    if (blas == null && calls.stream().anyMatch(call -> Operations.isProduct(call.operation()))) {
      blas();
    }
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).tag(box.address(), tagsInFlight + i + 1);
    }
    try {
      launch();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
    long bytes = RESULTS + (long) slots * Long.BYTES;
    card.check(
        "cuMemcpyDtoHAsync",
        card.driver()
            .cuMemcpyDtoHAsync_v2(
                pinned.address() + (long) inFlight.size() * BOX_BYTES,
                box.address(),
                bytes,
                stream.handle()));
    batch.launched(calls, slots);
    inFlight.add(batch);
    tagsInFlight += calls.size();
    batches++;
    batch = new Batch(this);
    calls = new ArrayList<>();
    slots = 0;
    key.clear();
    releasedByBatches.addAll(released);
    released.clear();
  }

  private void launch() {
    Planned known =
        calls.size() < FEWEST_PLANNED || !base.launching().plans() ? null : plans.get(key);
    if (known != null) {
      if (known.plan == null) {
        known.plan = new Plan(stream, base.kernels(), calls, base.launching().captures());
      }
      known.plan.run(calls, places, blas);
      return;
    }
    for (Call call : calls) {
      if (Operations.isProduct(call.operation())) {
        blas().multiply(call);
      } else {
        direct.launch(call, places);
      }
    }
    stream.countLaunches(calls.size());
    if (calls.size() >= FEWEST_PLANNED && base.launching().plans()) {
      remember();
    }
  }

  private void remember() {
    plans.put(key.copy(), new Planned());
    if (plans.size() > MOST_PLANS) {
      Map.Entry<PlanKey, Planned> oldest = plans.entrySet().iterator().next();
      plans.remove(oldest.getKey());
      if (oldest.getValue().plan != null) {
        stream.await();
        oldest.getValue().destroy();
      }
    }
  }

  private CudaBlas blas() {
    if (blas == null) {
      CudaArray workspace = base.memory().allocate(CudaBlas.WORKSPACE_BYTES, false, () -> {});
      card.exclusively(
          () -> blas = new CudaBlas(stream, base.cublas(), workspace, base.products()));
    }
    return Objects.requireNonNull(blas);
  }

  @Override
  public synchronized void await(Batch wanted) {
    if (!wanted.isKnown()) {
      await();
    } else {
      throwFault();
    }
  }

  @Override
  public boolean hasFault() {
    return fault != null;
  }

  private void throwFault() {
    LaneRangeException found = fault;
    if (found != null) {
      fault = null;
      throw found;
    }
  }

  /**
   * Waits for everything that was recorded.
   *
   * @throws LaneRangeException if lanes did not hold what they should; the first of all
   */
  synchronized void await() {
    flush();
    collect();
    throwFault();
  }

  /** Completes what was recorded; a fault is kept for the next who waits. */
  synchronized void drain() {
    flush();
    collect();
  }

  /** {@inheritDoc} For other threads, so a fault is kept for the owner. */
  @Override
  public void complete(long number) {
    if (completed < number) {
      drain();
    }
  }

  /** Waits, and reads what has come. */
  private void collect() {
    if (closed || inFlight.isEmpty()) {
      return;
    }
    card.enter();
    stream.await();
    long region = 0;
    int tagsBefore = 0;
    boolean isFaulty = false;
    for (Batch done : inFlight) {
      long place = pinned.getLong(region + PLACE);
      if (place != NO_PLACE && !isFaulty) {
        isFaulty = true;
        LaneRangeException found =
            fault(done.calls().get((int) (place >>> Integer.SIZE) - 1 - tagsBefore), region);
        fault = fault == null ? found : fault;
      }
      tagsBefore += done.calls().size();
      long[] results = new long[done.slots()];
      pinned.get(region + RESULTS, results, 0, results.length);
      done.finish(results);
      region += BOX_BYTES;
    }
    inFlight.clear();
    releasedByBatches.forEach(base.memory()::free);
    releasedByBatches.clear();
    tagsInFlight = 0;
    completed = batches;
    if (isFaulty) {
      set(box, NO_PLACE, Long.BYTES);
    }
  }

  private LaneRangeException fault(Call call, long region) {
    return new LaneRangeException(
        Objects.requireNonNull(call.reporter()),
        (int) pinned.getLong(region + PLACE),
        pinned.getDouble(region + VALUE));
  }

  /** Copies a Java array to the card, after all that was recorded. */
  void upload(CudaArray to, int length, int width, Staging.Part part) {
    upload(to, new Staging.Elements(0, length, width), part);
  }

  /** Copies to some elements of an array, after all that was recorded. */
  synchronized void upload(CudaArray to, Staging.Elements elements, Staging.Part part) {
    requireWorking();
    flush();
    card.enter();
    base.staging().upload(stream, to, elements, part);
    to.writtenBy(this, batches);
  }

  /** Copies an array from the card, after all that was recorded. */
  void download(CudaArray from, int length, int width, Staging.Part part) {
    from.awaitOthers(this);
    synchronized (this) {
      requireWorking();
      await();
      card.enter();
      base.staging().download(stream, from, length, width, part);
    }
  }

  synchronized int blasVersion() {
    card.enter();
    return blas().version();
  }

  long launches() {
    return stream.launches();
  }

  long waits() {
    return stream.waits();
  }

  synchronized void close() {
    if (failure == null) {
      drain();
    }
    closed = true;
    card.enter();
    stream.await();
    card.exclusively(
        () -> {
          plans.values().forEach(Planned::destroy);
          if (blas != null) {
            blas.destroy();
          }
          card.check("cuMemFreeHost", card.driver().cuMemFreeHost(pinned.address()));
          stream.destroy();
        });
  }
}
