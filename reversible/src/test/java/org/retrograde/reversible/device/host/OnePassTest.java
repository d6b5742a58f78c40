package org.retrograde.reversible.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * Operations that run a tile at a time, by one thread or several, against the same ones that run
 * one after the other.
 */
class OnePassTest {

  /** More than two tiles. */
  private static final int LENGTH = 5000;

  /** As many tiles for three threads, which do not divide them, and a piece of one. */
  private static final int LONG = 400_001;

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);
  private final Work work = new Work(1, LENGTH);

  @AfterEach
  void close() {
    Spans.setThreads(1);
    device.close();
  }

  /** What optimizers work on. */
  private final class Work {

    final Lanes lanes;
    final Lanes heads;
    final Tensor reals;
    final Tensor doubles;
    final List<Scalar> sums = new ArrayList<>();

    Work(long seed, int length) {
      lanes = device.lanes(length);
      heads = device.lanes(length);
      reals = device.tensor(1, length);
      doubles = device.tensor(Precision.FLOAT64, 1, length);
      Random random = new Random(seed);
      lanes.assign(random.longs(length, -(1L << 55), 1L << 55).toArray());
      reals.assign(random::nextGaussian);
      doubles.assign(random::nextGaussian);
    }

    /** Every kind of operation that is put off, each reading what another one wrote. */
    void run() {
      lanes.decay(58_982, 16, heads);
      lanes.addTruncated(0x1p40, reals);
      lanes.decayAndAdd(65_000, 16, heads, 0x1p41, doubles);
      lanes.addTruncatedSquare(0x1p42, reals);
      sums.add(lanes.dot(reals));
      reals.assignFixed(lanes, 50);
      doubles.scale(0.3);
      doubles.addScaled(0.7, reals);
      doubles.addProduct(0.2, reals, doubles);
      sums.add(doubles.dot(reals));
      sums.add(reals.maxAbs());
      reals.assignScaled(1.5, doubles);
      lanes.addAndUndecay(64_000, 16, heads, 0x1p39, reals);
      lanes.undecay(60_000, 16, heads);
    }

    void assertLike(Work other) {
      assertThat(lanes.contentEquals(other.lanes)).isTrue();
      assertThat(heads.contentEquals(other.heads)).isTrue();
      assertThat(lanes.hash()).isEqualTo(other.lanes.hash());
      assertThat(reals.toArray()).isEqualTo(other.reals.toArray());
      assertThat(doubles.toArray()).isEqualTo(other.doubles.toArray());
      assertThat(sums.stream().map(Scalar::value).toList())
          .isEqualTo(other.sums.stream().map(Scalar::value).toList());
    }
  }

  @Test
  void theBitsAreThoseOfOperationsThatRunOneAfterTheOther() {
    Work oneByOne = new Work(1, LENGTH);
    oneByOne.run();
    device.inOnePass(work::run);
    work.assertLike(oneByOne);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 64})
  void theBitsAreThoseOfOneThread(int threads) {
    Work alone = new Work(1, LONG);
    alone.run();
    Spans.setThreads(threads);
    Work many = new Work(1, LONG);
    many.run();
    many.assertLike(alone);
    Work manyInOnePass = new Work(1, LONG);
    device.inOnePass(manyInOnePass::run);
    manyInOnePass.assertLike(alone);
  }

  @Test
  void whatIsNoNumberIsTheLargestWhereverItStands() {
    Spans.setThreads(3);
    double[] values = new double[LONG];
    values[1] = Double.POSITIVE_INFINITY;
    values[LONG / 2] = -Double.NaN;
    Tensor tensor = device.tensor(1, LONG);
    tensor.assign(values);
    assertThat(tensor.maxAbs().value()).isNaN();
    values[LONG / 2] = -3;
    tensor.assign(values);
    assertThat(tensor.maxAbs().value()).isEqualTo(Double.POSITIVE_INFINITY);
    values[1] = 2;
    tensor.assign(values);
    assertThat(tensor.maxAbs().value()).isEqualTo(3);
  }

  @Test
  void everyElementIsVisitedOnce() {
    Spans.setThreads(3);
    for (int length : new int[] {1, 1 << 18, (1 << 18) + 1, LONG, 2048 * 192, 1 << 20}) {
      AtomicIntegerArray visits = new AtomicIntegerArray(length);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      Spans.forEach(
          length,
          span -> {
            threads.add(Thread.currentThread());
            for (int i = span.from(); i < span.to(); i++) {
              visits.incrementAndGet(i);
            }
          });
      assertThat(IntStream.range(0, length).allMatch(i -> visits.get(i) == 1)).isTrue();
      if (length < 1 << 18) {
        assertThat(threads).containsExactly(Thread.currentThread());
      }
    }
  }

  @Test
  void everyThreadHasAPartThatBeginsAtATile() {
    Spans.setThreads(3);
    int length = 1 << 20;
    Set<Span> parts = ConcurrentHashMap.newKeySet();
    Spans.inParts(length, parts::add);
    List<Span> inOrder = parts.stream().sorted(Comparator.comparing(Span::from)).toList();
    assertThat(inOrder).hasSize(3);
    assertThat(inOrder.get(0).from()).isZero();
    assertThat(inOrder.get(1).from()).isEqualTo(inOrder.get(0).to()).isEqualTo(170 * 2048);
    assertThat(inOrder.get(2).from()).isEqualTo(inOrder.get(1).to()).isEqualTo(341 * 2048);
    assertThat(inOrder.get(2).to()).isEqualTo(length);
  }

  @Test
  void theLongestArraysHaveParts() {
    Spans.setThreads(2);
    Set<Span> parts = ConcurrentHashMap.newKeySet();
    Spans.inParts(Integer.MAX_VALUE, parts::add);
    assertThat(parts)
        .containsExactlyInAnyOrder(new Span(0, 1 << 30), new Span(1 << 30, Integer.MAX_VALUE));
  }

  /** Exceptions and errors alike, which come as they were thrown. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofSeveralFaultsTheFirstIsToldWhenAllPartsAreDone(boolean isError) {
    Spans.setThreads(2);
    AtomicInteger visited = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Spans.forEach(
                    LONG,
                    span -> {
                      visited.addAndGet(span.length());
                      if (span.from() == 0 && isError) {
                        throw new OutOfMemoryError("own");
                      }
                      if (span.from() == 0) {
                        throw new IllegalStateException("own");
                      }
                      if (span.to() == LONG) {
                        throw new IllegalStateException("of the last part");
                      }
                    }))
        .hasMessage("own")
        .isInstanceOf(isError ? OutOfMemoryError.class : IllegalStateException.class);
    int half = 98 * 2048;
    assertThat(visited).hasValue(2048 + LONG - half);
  }

  @Test
  void aNumberThatIsReadWithinIsWhatItWouldBe() {
    Work oneByOne = new Work(1, LENGTH);
    oneByOne.lanes.addTruncated(0x1p40, oneByOne.reals);
    double known = oneByOne.lanes.dot(oneByOne.reals).value();
    oneByOne.doubles.scale(known);
    device.inOnePass(
        () -> {
          work.lanes.addTruncated(0x1p40, work.reals);
          work.doubles.scale(work.lanes.dot(work.reals).value());
        });
    work.assertLike(oneByOne);
  }

  @Test
  void operationsOfAnotherKindOrLengthKeepTheirPlace() {
    Tensor few = device.tensor(1, 3);
    few.fill(1);
    Tensor product = device.tensor(1, 1);
    device.inOnePass(
        () -> {
          work.reals.fill(2);
          few.scale(5);
          product.assignMatrixProduct(1, work.reals, false, work.reals, true, 0);
          work.reals.fill(3);
        });
    assertThat(product.toArray()).containsExactly(4 * LENGTH);
    assertThat(few.toArray()).containsOnly(5);
    assertThat(work.reals.toArray()).containsOnly(3);
  }

  @Test
  void aPassWithinAPassBelongsToIt() {
    double[] seen = new double[1];
    device.inOnePass(
        () -> {
          work.reals.fill(2);
          device.inOnePass(() -> work.reals.scale(2));
          work.reals.scale(2);
          seen[0] = work.reals.maxAbs().value();
        });
    assertThat(seen).containsExactly(8);
  }

  @Test
  void aSumThatDoesNotFitIsReportedAtTheEndAndNothingWaitsAfterIt() {
    long[] values = new long[LENGTH];
    values[4321] = (1L << 63) - (1L << 13);
    work.lanes.assign(values);
    work.doubles.fill(0x1p60);
    assertThatExceptionOfType(LaneRangeException.class)
        .isThrownBy(
            () ->
                device.inOnePass(
                    () -> {
                      work.lanes.addTruncated(1, work.doubles);
                      work.doubles.fill(1);
                    }))
        .satisfies(fault -> assertThat(fault.lanes()).isSameAs(work.lanes));
    device.inOnePass(() -> work.reals.fill(7));
    assertThat(Arrays.stream(work.reals.toArray()).allMatch(value -> value == 7)).isTrue();
  }

  @Test
  void whatACallThatFailsHasAskedForIsLeftUndone() {
    work.reals.fill(1);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                device.inOnePass(
                    () -> {
                      work.reals.fill(2);
                      throw new IllegalStateException("no");
                    }));
    assertThat(work.reals.toArray()).containsOnly(1);
  }
}
