package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;
import org.retrograde.reversible.device.Words;

/** Which calls of the device copy arrays between the host and ND4J's memory. */
final class Nd4jTransfersTest {

  private static final int ROWS = 6;
  private static final int COLS = 5;

  private final Nd4jDevice device =
      (Nd4jDevice) new Nd4jProvider().open(new DeviceSettings(Precision.FLOAT32, 1));

  @Test
  void everyCopyCountsOnce() {
    Tensor tensor = device.tensor(1, 3);
    Lanes lanes = device.lanes(3);
    Words words = device.words(3);
    assertThat(transfers(() -> {})).isZero();
    assertThat(transfers(() -> tensor.assign(new double[3]))).isOne();
    assertThat(transfers(() -> tensor.assign(new float[3]))).isOne();
    assertThat(transfers(() -> tensor.assign(() -> 1))).isOne();
    assertThat(transfers(tensor::toArray)).isOne();
    assertThat(transfers(() -> lanes.assign(new long[3]))).isOne();
    assertThat(transfers(lanes::toArray)).isOne();
    assertThat(transfers(() -> words.assign(new short[3]))).isOne();
    assertThat(transfers(words::toArray)).isOne();
  }

  @Test
  void rowNumbersAreCopiedWhenTheyAreMadeAndNeverAgain() {
    Tensor table = device.tensor(4, 2);
    Tensor rows = device.tensor(3, 2);
    assertThat(transfers(() -> device.rowNumbers(new int[] {3, 0, 1}))).isOne();
    // Two rounds of two arrays each, besides the numbers.
    assertThat(transfers(() -> device.rowNumbers(new int[] {3, 0, 3}))).isEqualTo(5);
    RowNumbers kept = device.rowNumbers(new int[] {3, 0, 3});
    assertThat(transfers(() -> rows.assignRows(table, kept))).isZero();
    assertThat(transfers(() -> table.addToRows(1, rows, kept))).isZero();
    assertThat(transfers(() -> rows.assignRows(table, new int[] {1, 2, 3}))).isOne();
  }

  @Test
  void whatTheHashNeedsIsCopiedOnceALength() {
    Lanes lanes = device.lanes(77);
    assertThat(transfers(lanes::hash)).isOne();
    assertThat(transfers(lanes::hash)).isZero();
    assertThat(transfers(device.lanes(77)::hash)).isZero();
  }

  @Test
  void integerKernelsCopyNothing() {
    Samples samples = new Samples(1);
    Lanes lanes = device.lanes(ROWS * COLS);
    Lanes heads = device.lanes(ROWS * COLS);
    Lanes other = device.lanes(ROWS * COLS);
    Words words = device.words(ROWS * COLS);
    Tensor tensor = random(Precision.FLOAT32);
    Tensor rounded = random(Precision.FLOAT32);
    lanes.assign(samples.longs(ROWS * COLS, 50));
    assertThat(
            transfers(
                () -> {
                  heads.clear();
                  other.assign(lanes);
                  lanes.decay(58982, 16, heads);
                  heads.spill(words);
                  heads.unspill(words);
                  lanes.undecay(58982, 16, heads);
                  lanes.decayAndAdd(58982, 16, heads, 0x1p40, tensor);
                  lanes.addAndUndecay(58982, 16, heads, -0x1p40, tensor);
                  lanes.addAndRound(0.1, other, 52, rounded);
                  lanes.addTruncated(0.1, other);
                  lanes.addTruncated(0x1p40, tensor);
                  lanes.addTruncatedSquare(0x1p40, tensor);
                  lanes.countBelow(5);
                  lanes.dot(tensor).value();
                  lanes.contentEquals(other);
                }))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void realKernelsCopyNothing(Precision precision) {
    Tensor x = random(precision);
    Tensor y = random(precision);
    Tensor out = random(precision);
    Tensor wide = random(Precision.FLOAT64);
    Tensor adjoint = random(Precision.FLOAT64);
    Tensor square = device.tensor(precision, ROWS, ROWS);
    Tensor row = device.tensor(precision, 1, COLS);
    Lanes lanes = device.lanes(ROWS * COLS);
    RootScaling f = new RootScaling(1, 1, 1e-8, 52, 40, 1L << 16);
    assertThat(
            transfers(
                () -> {
                  out.fill(1);
                  out.assign(x);
                  out.assignScaled(0.5, wide);
                  out.assignFixed(lanes, 52);
                  out.scale(2);
                  out.addScaled(0.5, y);
                  out.addScaled(0.5, wide);
                  out.addProduct(0.5, x, wide);
                  out.dot(wide).value();
                  out.maxAbs().value();
                  square.assignMatrixProduct(1, x, false, y, true, 0);
                  out.fillRows(row);
                  row.addColumnSums(out);
                  for (Nonlinearity g : Nonlinearity.values()) {
                    out.assignFunction(g, x);
                    out.assignFunctionDerivative(g, out, y);
                    out.addFunctionCurvature(g, x, y, y);
                  }
                  out.assignSoftmax(x, y).value();
                  out.assignSoftmaxTangent(x, y);
                  out.countArgMaxDifferences(y);
                  wide.assignRootScaling(f, lanes, lanes);
                  wide.addRootScalingAdjoint(
                      f, lanes, lanes, 1, adjoint, device.tensor(Precision.FLOAT64, ROWS, COLS));
                }))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void kernelsOnBlocksCopyNothing(Precision precision) {
    Tensor x = random(precision);
    Tensor y = random(precision);
    Tensor out = random(precision);
    Tensor row = device.tensor(precision, 1, COLS);
    Tensor column = device.tensor(precision, ROWS, 1);
    Tensor square = device.tensor(precision, ROWS, ROWS);
    Tensor even = device.tensor(precision, ROWS, 4);
    Tensor angles = device.tensor(precision, 3, 2);
    Tensor table = device.tensor(precision, 4, COLS);
    assertThat(
            transfers(
                () -> {
                  square.assignHeadProducts(1, x, false, y, true, 0, new Heads(1, 1, 1, 1));
                  square.assignCausalSoftmax(square, ROWS);
                  out.addSoftmaxCurvature(x, y, y, COLS);
                  out.assignNormalized(x, COLS, 1e-5);
                  out.assignNormalizedTangent(x, COLS, 1e-5, y);
                  out.addNormalizedCurvature(x, COLS, 1e-5, y, y);
                  out.assignCentred(x, COLS);
                  even.assignRotated(even, angles, angles, true);
                  out.addScaledColumns(0.5, x, row);
                  row.addColumnDots(x, y);
                  out.addScaledRows(0.5, x, column);
                  column.assignRowDots(x, y);
                  column.assignLogSumExp(x);
                  column.fill(3);
                  out.assignRowsAt(table, column);
                  table.addToRowsAt(out, column);
                  out.assignKept(2, x, 0.5, 1);
                }))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void kernelsOnWindowsCopyNothing(Precision precision) {
    Windows windows = new Windows(3, 2, 2, 1, 1);
    Tensor images = random(precision);
    Tensor patches = device.tensor(precision, windows.count(), COLS * windows.area());
    Tensor held = device.tensor(precision, windows.count(), COLS);
    assertThat(
            transfers(
                () -> {
                  held.assignReshaped(held);
                  patches.assignPatches(images, windows);
                  images.addPatches(patches, windows);
                  held.assignWindowMax(images, windows);
                  held.assignAtWindowMax(images, windows, images);
                  images.addAtWindowMax(images, windows, held);
                  held.assignWindowMeans(images, windows);
                  images.addWindowMeans(held, windows);
                }))
        .isZero();
  }

  @Test
  void onlyAFailureIsLookedUpOnTheHost() {
    Lanes lanes = device.lanes(2);
    Tensor huge = device.tensor(1, 2);
    huge.fill(1);
    assertThat(
            transfers(
                () ->
                    assertThatExceptionOfType(LaneRangeException.class)
                        .isThrownBy(() -> lanes.addTruncated(0x1p63, huge))))
        .isEqualTo(2);
  }

  private Tensor random(Precision precision) {
    Tensor tensor = device.tensor(precision, ROWS, COLS);
    tensor.assign(new Samples(2).gaussians(ROWS * COLS));
    return tensor;
  }

  private long transfers(Runnable kernels) {
    long before = device.transfers();
    kernels.run();
    return device.transfers() - before;
  }
}
