package org.retrograde.reversible.device.host;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels of a momentum step, nanoseconds a lane, on the 39,200 weights of a first layer. Each
 * pair does something and undoes it, so that numbers stay what they are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OperationsPerInvocation(UpdateBenchmark.LANES)
public class UpdateBenchmark {

  static final int LANES = 39_200;

  @Param({"scalar", "vector"})
  String kernels;

  private LaneKernels chosen;
  private final Digits digits = Digits.of(58_982, 16);
  private final long[] velocity = new long[LANES];
  private final long[] position = new long[LANES];
  private final long[] heads = new long[LANES];
  private final float[] gradient = new float[LANES];
  private final float[] weights = new float[LANES];
  private final double[] adjoint = new double[LANES];

  /** Fills the arrays with numbers of the usual sizes. */
  @Setup
  public void fill() {
    chosen = kernels.equals("vector") ? new VectorKernels() : new ScalarKernels();
    Random random = new Random(1);
    for (int i = 0; i < LANES; i++) {
      velocity[i] = (long) (random.nextGaussian() * 1e13);
      position[i] = (long) (random.nextGaussian() * 1e15);
      heads[i] = random.nextLong() >>> 20;
      gradient[i] = (float) (random.nextGaussian() * 1e-3);
      adjoint[i] = random.nextGaussian();
    }
  }

  /** A decay of the velocity, and its undoing. */
  @Benchmark
  public void decayAndUndecay() {
    Spans.forEach(
        LANES,
        span -> {
          chosen.decay(velocity, heads, digits, span);
          chosen.undecay(velocity, heads, digits, span);
        });
  }

  /** A whole step, the gradient taken from the velocity and the velocity to the position. */
  @Benchmark
  public void stepAndUndo() {
    Spans.forEach(
        LANES,
        span -> {
          chosen.decay(velocity, heads, digits, span);
          add(velocity, 0x1p52, span);
        });
    Spans.forEach(LANES, span -> move(0.3, span));
    Spans.forEach(LANES, span -> move(-0.3, span));
    Spans.forEach(
        LANES,
        span -> {
          add(velocity, -0x1p52, span);
          chosen.undecay(velocity, heads, digits, span);
        });
  }

  private void add(long[] lanes, double scale, Span span) {
    chosen.multiply(scale, gradient, span, Spans.scratch());
    chosen.addTruncated(lanes, Spans.scratch(), span);
  }

  private void move(double rate, Span span) {
    chosen.multiply(rate, velocity, span, Spans.scratch());
    chosen.addTruncated(position, Spans.scratch(), span);
    chosen.round(0x1p-52, position, span, weights);
  }

  /** The inner product of a velocity with an adjoint. */
  @Benchmark
  public double dot() {
    return Spans.sum(
        LANES,
        span -> {
          chosen.multiply(1, velocity, span, Spans.scratch());
          return chosen.dot(Spans.scratch(), 0, adjoint, span);
        });
  }
}
