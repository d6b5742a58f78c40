package org.retrograde.reversible.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Batches of a queue: the same bits however they are launched, faults in their place, and ends. */
final class CudaQueueTest {

  private static CudaDevice open(Launching launching) {
    return EmulatedProvider.open(Precision.FLOAT32, launching);
  }

  private static CudaDevice open() {
    return open(Launching.GRAPHS);
  }

  /** Does the same three times, so that it is planned, and returns what there is in the end. */
  private static List<double[]> thrice(Device device, Consumer<List<Tensor>> work) {
    Samples samples = new Samples(5);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Tensor tensor = device.tensor(6, 5);
      tensor.assign(samples.gaussians(30));
      tensors.add(tensor);
    }
    for (int round = 0; round < 3; round++) {
      work.accept(tensors);
      device.settle();
    }
    return tensors.stream().map(Tensor::toArray).toList();
  }

  /** Every kind of operation whose argument may be what it writes, six of them and more. */
  private static void inPlace(List<Tensor> t) {
    t.get(0).assignScaled(0.5, t.get(0));
    t.get(0).addScaled(0.25, t.get(0));
    t.get(1).assignFunction(Nonlinearity.TANH, t.get(1));
    t.get(1).assignFunctionDerivative(Nonlinearity.TANH, t.get(2), t.get(1));
    t.get(2).assignFunctionDerivative(Nonlinearity.LOGISTIC, t.get(2), t.get(2));
    t.get(2).addFunctionCurvature(Nonlinearity.TANH, t.get(2), t.get(1), t.get(2));
    t.get(3).addProduct(0.5, t.get(3), t.get(3));
    t.get(3).assignSoftmaxTangent(t.get(3), t.get(3));
    t.get(0).assignScaled(1, t.get(3));
    t.get(0).addProduct(1, t.get(0), t.get(2));
  }

  @ParameterizedTest
  @EnumSource
  void anArgumentMayBeWhatIsWrittenHoweverItIsLaunched(Launching launching) {
    List<double[]> host;
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      host = thrice(device, CudaQueueTest::inPlace);
    }
    try (CudaDevice device = open(launching)) {
      List<double[]> here = thrice(device, CudaQueueTest::inPlace);
      for (int i = 0; i < host.size(); i++) {
        assertThat(here.get(i)).as("tensor %d", i).isEqualTo(host.get(i));
      }
    }
  }

  @Test
  void stepsWithOtherRowsAreOneLaunchAndHaveTheirRows() {
    int[][] batches = {{0, 3, 3}, {7, 1, 2}, {5, 5, 5}, {4, 0, 6}, {2, 2, 1}};
    List<List<double[]>> seen = new ArrayList<>();
    for (String name : List.of("host", CudaDevices.NAME)) {
      try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
        Tensor table = device.tensor(8, 4);
        table.assign(new Samples(3).gaussians(32));
        Tensor rows = device.tensor(3, 4);
        Tensor sums = device.tensor(8, 4);
        var numbers = Arrays.stream(batches).map(device::rowNumbers).toList();
        List<double[]> results = new ArrayList<>();
        long launches = 0;
        for (int step = 0; step < 10; step++) { // twice each; the first time numbers are copied
          if (step == 7 && device instanceof CudaDevice cuda) {
            launches = cuda.launches();
          }
          rows.assignRows(table, numbers.get(step % 5));
          rows.scale(0.5);
          for (int i = 0; i < 3; i++) {
            rows.addProduct(0.1, rows, rows);
          }
          sums.addToRows(2, rows, numbers.get(step % 5));
          device.settle();
          if (device instanceof CudaDevice cuda && step >= 7) {
            assertThat(cuda.launches()).isEqualTo(launches + step - 6);
          }
        }
        results.add(sums.toArray());
        results.add(rows.toArray());
        seen.add(results);
      }
    }
    assertThat(seen.get(1).get(0)).isEqualTo(seen.get(0).get(0));
    assertThat(seen.get(1).get(1)).isEqualTo(seen.get(0).get(1));
  }

  @Test
  void aFaultAfterManyUnreadBatchesIsOfItsOwnLanes() {
    try (CudaDevice device = open()) {
      Lanes lanes = device.lanes(3);
      Tensor bad = device.tensor(1, 3);
      bad.assign(new double[] {0, Double.NaN, 0});
      Tensor busy = device.tensor(1, 3);
      for (int i = 0; i < 9500; i++) {
        busy.fill(i);
      }
      lanes.addTruncated(1, bad);
      assertThatExceptionOfType(LaneRangeException.class)
          .isThrownBy(device::settle)
          .satisfies(fault -> assertThat(fault.lanes()).isSameAs(lanes))
          .satisfies(fault -> assertThat(fault.lane()).isEqualTo(1));
      assertThat(busy.maxAbs().value()).isEqualTo(9499);
    }
  }

  @Test
  void whereEveryLaneIsAtFaultTheFirstIsNamed() {
    try (CudaDevice device = open()) {
      Lanes first = device.lanes(70_000);
      Lanes second = device.lanes(70_000);
      Tensor bad = device.tensor(1, 70_000);
      bad.fill(Double.NaN);
      for (int round = 0; round < 4; round++) {
        first.addTruncated(1, bad);
        second.addTruncated(1, bad);
        assertThatExceptionOfType(LaneRangeException.class)
            .isThrownBy(device::settle)
            .satisfies(fault -> assertThat(fault.lanes()).isSameAs(first))
            .satisfies(fault -> assertThat(fault.lane()).isZero());
      }
    }
  }

  @Test
  void aNumberThatAnotherThreadHasWaitedForReportsTheFaultBeforeIt() throws InterruptedException {
    try (CudaDevice device = open()) {
      Lanes lanes = device.lanes(2);
      Tensor bad = device.tensor(1, 2);
      bad.fill(Double.NaN);
      lanes.addTruncated(1, bad);
      Scalar sum = bad.maxAbs();
      inAThread(() -> lanes.toArray()); // waits for this thread's work
      assertThatExceptionOfType(LaneRangeException.class).isThrownBy(sum::value);
      assertThat(sum.value()).isNaN();
    }
  }

  private static void inAThread(Runnable work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((which, problem) -> thrown.set(problem));
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }

  @Test
  void aThreadThatTakesAnothersQueueHasNoneOfItsFaultsAndMayReadFirst()
      throws InterruptedException {
    try (CudaDevice device = open()) {
      Tensor shared = device.tensor(2, 2);
      shared.fill(3);
      device.settle();
      inAThread(
          () -> {
            Tensor bad = device.tensor(1, 2);
            bad.fill(Double.POSITIVE_INFINITY);
            device.lanes(2).addTruncated(1, bad); // and ends without having asked
          });
      inAThread(() -> assertThat(shared.toArray()).containsOnly(3));
    }
  }

  @Test
  void afterTheEndNothingIsComputedAndNumbersThatWereAskedForAreThere() {
    CudaDevice device = open();
    Tensor tensor = device.tensor(3, 3);
    tensor.fill(2);
    Scalar sum = tensor.dot(tensor);
    device.close();
    assertThat(sum.value()).isEqualTo(36);
    assertThatIllegalStateException()
        .isThrownBy(() -> tensor.fill(1))
        .withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(tensor::toArray).withMessageContaining("closed");
  }

  @Test
  void aClosedDeviceServesNoOtherThreadEither() throws InterruptedException {
    CudaDevice device = open();
    device.tensor(2, 2);
    device.close();
    long bytes = device.nativeBytes();
    inAThread(
        () ->
            assertThatIllegalStateException()
                .isThrownBy(() -> device.tensor(2, 2))
                .withMessage("the device has been closed"));
    assertThat(device.nativeBytes()).isEqualTo(bytes).isZero();
  }

  @Test
  void newWordsAreZeroWhoeverReadsThemFirst() {
    try (CudaDevice device = open()) {
      for (int i = 0; i < 3; i++) {
        Words used = device.words(2000); // memory that was written before
        short[] ones = new short[2000];
        Arrays.fill(ones, (short) -1);
        used.assign(ones);
        used.close();
        device.settle();
        assertThat(device.words(2000).toArray()).containsOnly((short) 0);
        Lanes heads = device.lanes(2000);
        heads.assign(IntStream.range(0, 2000).mapToLong(x -> x).toArray());
        heads.unspill(device.words(2000));
        assertThat(heads.toArray()[1999]).isEqualTo(1999L << 16);
      }
    }
  }

  @Test
  void wordsThatWereClosedAreNotAnotherThreadsBeforeTheyHaveBeenRead() throws InterruptedException {
    try (CudaDevice device = open()) {
      Words words = device.words(1000);
      words.assign(all(7));
      Lanes lanes = device.lanes(1000);
      lanes.unspill(words); // not launched yet
      words.close();
      inAThread(
          () -> {
            device.words(1000).assign(all(9));
            device.settle();
          });
      assertThat(lanes.toArray()).containsOnly(7);
    }
  }

  /** The second work has the calls of the first, with arrays of its own, and one of them twice. */
  @Test
  void theSameCallsWithOtherArraysAreOtherWork() {
    List<List<double[]>> seen = new ArrayList<>();
    for (String name : List.of("host", EmulatedProvider.NAME)) {
      List<double[]> results = new ArrayList<>();
      try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
        for (int work = 0; work < 3; work++) {
          Tensor a = device.tensor(4, 4);
          Tensor b = device.tensor(4, 4);
          Tensor c = work == 1 ? b : device.tensor(4, 4);
          a.assign(new Samples(work).gaussians(16));
          b.assign(new Samples(10 + work).gaussians(16));
          for (int round = 0; round < 3; round++) {
            b.scale(0.5);
            c.addScaled(2, b);
            c.scale(0.25);
            b.addScaled(1, c);
            b.addProduct(1, b, c);
            a.assignMatrixProduct(1, b, false, c, false, 0);
            device.settle();
          }
          results.addAll(List.of(b.toArray(), c.toArray()));
          results.add(a.toArray());
        }
      }
      seen.add(results);
    }
    for (int i = 0; i < seen.get(0).size(); i++) {
      assertThat(seen.get(1).get(i))
          .as("array %d", i)
          .containsExactly(seen.get(0).get(i), within(1e-14));
    }
  }

  private static short[] all(int value) {
    short[] words = new short[1000];
    Arrays.fill(words, (short) value);
    return words;
  }
}
