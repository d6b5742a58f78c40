package org.retrograde.reversible.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/** What the contracts do not ask: memory comes back, threads share, failures are told. */
final class CudaDeviceTest {

  private final CudaDevice device =
      (CudaDevice) Devices.open(CudaDevices.NAME, Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  /** Makes an eighth of the card's memory. */
  private Tensor eighth() {
    long bytes = device.memoryBytes() / 8;
    return device.tensor((int) (bytes / Double.BYTES / 1024), 1024);
  }

  @Test
  void memoryThatNobodyRefersToIsUsedAgain() {
    for (int i = 0; i < 12; i++) {
      eighth();
      assertThat(device.nativeBytes()).isLessThanOrEqualTo(device.memoryBytes());
    }
  }

  @Test
  void moreThanThereIsIsRefusedAndTheDeviceGoesOn() {
    List<Tensor> kept = new ArrayList<>();
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 9; i++) {
                kept.add(eighth());
              }
            })
        .withMessageContaining("bytes left");
    assertThat(kept).hasSizeBetween(5, 8);
    kept.clear();
    assertThat(device.tensor(2, 2).toArray()).containsOnly(0);
    assertThat(eighth().maxAbs().value()).isZero();
  }

  @Test
  void itSaysWhatDecidesItsBits() {
    assertThat(device.describe()).containsKeys("GPU", "CUDA driver", "BLAS", "CUDA libraries");
  }

  @Test
  void nothingIsLaunchedBeforeANumberIsAskedForAndThenAllAtOnce() {
    Tensor t = device.tensor(3, 5);
    device.settle();
    long launches = device.launches();
    long waits = device.waits();
    for (int i = 0; i < 20; i++) {
      t.fill(i);
    }
    Scalar sum = t.dot(t);
    Scalar largest = t.maxAbs();
    assertThat(device.launches()).isEqualTo(launches);

    assertThat(sum.value()).isEqualTo(15 * 19 * 19);
    assertThat(largest.value()).isEqualTo(19);
    assertThat(device.launches()).isEqualTo(launches + 22);
    assertThat(device.waits()).isEqualTo(waits + 1);
  }

  @Test
  void aFaultIsReportedOnceOfTheFirstOperationAtItsFirstLane() {
    Lanes first = device.lanes(3000);
    Lanes second = device.lanes(3000);
    Tensor addend = device.tensor(1, 3000);
    double[] values = new double[3000];
    values[700] = Double.NaN;
    values[2900] = Double.POSITIVE_INFINITY;
    addend.assign(values);
    second.addTruncated(0, first);
    second.addTruncated(1, addend);
    first.addTruncated(1, addend);

    assertThatExceptionOfType(LaneRangeException.class)
        .isThrownBy(device::settle)
        .satisfies(
            fault -> {
              assertThat(fault.lanes()).isSameAs(second);
              assertThat(fault.lane()).isEqualTo(700);
              assertThat(fault.value()).isNaN();
            });
    device.settle();
    assertThat(first.hash()).isZero(); // what does not fit is not added
  }

  @Test
  void threadsReadWhatOthersHaveMade() throws InterruptedException, ExecutionException {
    Tensor shared = device.tensor(50, 40);
    shared.assign(new Samples(1).gaussians(2000));
    shared.scale(3); // not launched yet
    double expected = worked(shared);
    shared.scale(2);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Double>> sums = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        sums.add(threads.submit(() -> worked(shared)));
      }
      for (Future<Double> sum : sums) {
        assertThat(sum.get()).isEqualTo(4 * expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Works with arrays of its own for a while; returns the sum of squares of what is shared. */
  private double worked(Tensor shared) {
    double sum = 0;
    for (int round = 0; round < 5; round++) {
      Tensor own = device.tensor(50, 40);
      Lanes lanes = device.lanes(2000);
      for (int i = 0; i < 4; i++) {
        own.addScaled(0.5, shared);
        lanes.addTruncated(0x1p40, own);
      }
      Tensor product = device.tensor(40, 40);
      product.assignMatrixProduct(1, shared, true, own, false, 0);
      sum = shared.dot(own).value() / 2;
      device.settle();
    }
    return sum;
  }

  @Test
  void arraysTakeOfTheMemoryThatIsFree() {
    long free = device.freeBytes().orElseThrow();
    Tensor large = device.tensor(1 << 10, 1 << 10);
    // The collector may give back what the device itself used to begin with: a few kilobytes.
    assertThat(device.freeBytes().orElseThrow()).isLessThan(free - 7L * large.size());
  }

  @Test
  void whatTheDeviceWouldRunOnIsKnownWithoutOpeningIt() {
    assertThat(device.describe()).containsAllEntriesOf(Devices.hardware(CudaDevices.NAME));
    assertThat(Devices.hardware(CudaDevices.NAME))
        .containsOnlyKeys("GPU", "CUDA driver", "CUDA libraries");
  }
}
