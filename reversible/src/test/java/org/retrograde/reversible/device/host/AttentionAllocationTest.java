package org.retrograde.reversible.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

final class AttentionAllocationTest {

  private static final int LENGTH = 64;
  private static final int HEADS = 4;
  private static final int SEQUENCES = 2;
  private static final int SIZE = 16;
  private static final int WARM_CALLS = 200;

  /** What jnr-ffi makes of a call, objects and no arrays of a block's size, with room. */
  private static final long BYTES_OF_A_CALL = 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);
  private final Tensor p = square();
  private final Tensor t = square();
  private final Tensor to = square();

  private Tensor square() {
    Tensor tensor = device.tensor(SEQUENCES * LENGTH, HEADS * LENGTH);
    tensor.fill(0.25);
    return tensor;
  }

  @Test
  void softmaxAndItsDerivativesAllocateNothing() {
    assertThat(bytes(() -> to.assignCausalSoftmax(t, LENGTH))).isZero();
    assertThat(bytes(() -> to.assignSoftmaxTangent(p, t, LENGTH))).isZero();
    assertThat(bytes(() -> to.addSoftmaxCurvature(p, t, t, LENGTH))).isZero();
  }

  @Test
  void normsAndTheirDerivativesAllocateNothing() {
    assertThat(bytes(() -> to.assignNormalized(t, LENGTH, 1e-5))).isZero();
    assertThat(bytes(() -> to.assignNormalizedTangent(p, LENGTH, 1e-5, t))).isZero();
    assertThat(bytes(() -> to.addNormalizedCurvature(p, LENGTH, 1e-5, t, t))).isZero();
  }

  @Test
  void productsOfHeadsAllocateNoArrays() {
    Tensor values = device.tensor(SEQUENCES * LENGTH, HEADS * SIZE);
    Tensor read = device.tensor(SEQUENCES * LENGTH, HEADS * SIZE);
    Heads heads = new Heads(SEQUENCES, HEADS, HEADS, HEADS);
    long bytes = bytes(() -> read.assignHeadProducts(1, p, false, values, false, 0, heads));
    assertThat(bytes).isLessThan(SEQUENCES * HEADS * BYTES_OF_A_CALL);
  }

  @Test
  void anArrayIsSeen() {
    assertThat(bytes(() -> assertThat(new double[LENGTH]).hasSize(LENGTH)))
        .isGreaterThan(LENGTH * Double.BYTES);
  }

  /** Returns the least that one of several calls has allocated, once it is warm. */
  private static long bytes(Runnable call) {
    for (int i = 0; i < WARM_CALLS; i++) {
      call.run();
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < WARM_CALLS; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      call.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
