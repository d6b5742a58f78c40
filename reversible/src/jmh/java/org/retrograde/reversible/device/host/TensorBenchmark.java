package org.retrograde.reversible.device.host;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** The kernels of a gradient of 784-50-50-50-10, batch 250, microseconds each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
public class TensorBenchmark {

  private static final int BATCH = 250;
  private static final int FEATURES = 784;
  private static final int WIDTH = 50;
  private static final int CLASSES = 10;
  private static final int EXAMPLES = 10_000;

  @Param({"FLOAT32", "FLOAT64"})
  Precision precision;

  private Device device;
  private Tensor examples;
  private Tensor batch;
  private Tensor weights;
  private Tensor hidden;
  private Tensor activations;
  private Tensor bias;
  private Tensor logits;
  private Tensor targets;
  private int[] rows;

  /** Opens the host device with one thread. */
  @Setup
  public void open() {
    device = Devices.open("host", precision, 1);
    examples = gaussians(EXAMPLES, FEATURES);
    batch = gaussians(BATCH, FEATURES);
    weights = gaussians(FEATURES, WIDTH);
    hidden = gaussians(BATCH, WIDTH);
    activations = gaussians(BATCH, WIDTH);
    bias = device.tensor(1, WIDTH);
    logits = gaussians(BATCH, CLASSES);
    targets = gaussians(BATCH, CLASSES);
    rows = new Random(1).ints(BATCH, 0, EXAMPLES).toArray();
  }

  private Tensor gaussians(int rowCount, int cols) {
    Random random = new Random(2);
    Tensor tensor = device.tensor(rowCount, cols);
    tensor.assign(
        IntStream.range(0, rowCount * cols).mapToDouble(i -> random.nextGaussian()).toArray());
    return tensor;
  }

  /** Takes the rows of a batch. */
  @Benchmark
  public void assignRows() {
    batch.assignRows(examples, rows);
  }

  /** The product of the first layer. */
  @Benchmark
  public void firstProduct() {
    hidden.assignMatrixProduct(1, batch, false, weights, false, 0);
  }

  /** The gradient of the first layer's weights. */
  @Benchmark
  public void firstGradient() {
    weights.assignMatrixProduct(1, batch, true, hidden, false, 0);
  }

  /** The hyperbolic tangent of a hidden layer. */
  @Benchmark
  public void tanh() {
    activations.assignFunction(Nonlinearity.TANH, hidden);
  }

  /** A bias for every row. */
  @Benchmark
  public void fillRows() {
    hidden.fillRows(bias);
  }

  /** The loss. */
  @Benchmark
  public double softmax() {
    return logits.assignSoftmax(targets, targets).value();
  }
}
