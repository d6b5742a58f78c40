package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;

/** {@link WindowKernels} of every device against plain loops in double precision. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class WindowKernelsTest {

  private static final int IMAGES = 2;
  private static final int CHANNELS = 3;

  private final Device device;
  private final Precision precision;
  private final Samples samples = new Samples(20261129);

  WindowKernelsTest(TestedDevice tested) {
    this.device = tested.open();
    this.precision = tested.precision();
  }

  @AfterEach
  void close() {
    device.close();
  }

  static Stream<Windows> windows() {
    return Stream.of(
        new Windows(4, 5, 1, 1, 0),
        new Windows(4, 5, 3, 1, 1),
        new Windows(6, 4, 2, 2, 0),
        new Windows(5, 7, 3, 2, 1),
        new Windows(5, 5, 5, 1, 0),
        new Windows(7, 4, 3, 3, 2));
  }

  private Tensor random(int rows, int cols) {
    Tensor tensor = device.tensor(rows, cols);
    tensor.assign(samples.gaussians(rows * cols));
    return tensor;
  }

  /** What a walk over all windows, their pixels and channels visits. */
  private interface Visit {
    void at(int window, int place, int pixel, int channel);
  }

  /** Visits the pixels that are there, window by window. */
  private static void forEach(Windows w, Visit visit) {
    for (int image = 0; image < IMAGES; image++) {
      for (int window = 0; window < w.count(); window++) {
        int top = window / w.outWidth() * w.stride() - w.padding();
        int left = window % w.outWidth() * w.stride() - w.padding();
        for (int place = 0; place < w.area(); place++) {
          int y = top + place / w.size();
          int x = left + place % w.size();
          if (y >= 0 && y < w.height() && x >= 0 && x < w.width()) {
            for (int channel = 0; channel < CHANNELS; channel++) {
              visit.at(
                  image * w.count() + window,
                  place,
                  image * w.pixels() + y * w.width() + x,
                  channel);
            }
          }
        }
      }
    }
  }

  private void assertNear(Tensor actual, double[] expected) {
    double unit = precision == Precision.FLOAT32 ? 0x1p-23 : 0x1p-52;
    double[] found = actual.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("element %d", i).isCloseTo(expected[i], within(64 * unit));
    }
    assertThat(found).hasSameSizeAs(expected);
  }

  @Test
  void rowsOfAnotherLengthHaveTheSameNumbers() {
    Tensor rows = random(IMAGES, 4 * CHANNELS);
    Tensor images = device.tensor(4 * IMAGES, CHANNELS);
    images.assignReshaped(rows);
    assertThat(images.toArray()).isEqualTo(rows.toArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> device.tensor(IMAGES, CHANNELS).assignReshaped(rows));
    Precision other = precision == Precision.FLOAT32 ? Precision.FLOAT64 : Precision.FLOAT32;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> images.assignReshaped(device.tensor(other, IMAGES, 4 * CHANNELS)));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void patchesAreWhatWindowsSeeAndGoBackWhereTheyCameFrom(Windows w) {
    Tensor images = random(IMAGES * w.pixels(), CHANNELS);
    Tensor patches = device.tensor(IMAGES * w.count(), w.area() * CHANNELS);
    patches.fill(Double.NaN);
    double[] a = images.toArray();
    double[] expected = new double[patches.size()];
    forEach(
        w,
        (window, place, pixel, channel) ->
            expected[(window * w.area() + place) * CHANNELS + channel] =
                a[pixel * CHANNELS + channel]);
    patches.assignPatches(images, w);
    assertThat(patches.toArray()).isEqualTo(expected);

    Tensor held = random(patches.rows(), patches.cols());
    double[] b = held.toArray();
    double[] sums = a.clone();
    forEach(
        w,
        (window, place, pixel, channel) ->
            sums[pixel * CHANNELS + channel] +=
                b[(window * w.area() + place) * CHANNELS + channel]);
    images.addPatches(held, w);
    assertNear(images, sums);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theLargestOfAWindowIsTheFirstOfItsKind(Windows w) {
    Tensor images = random(IMAGES * w.pixels(), CHANNELS);
    double[] a = images.toArray();
    Arrays.setAll(a, i -> Math.rint(2 * a[i]) / 2); // some are alike
    images.assign(a);
    Tensor direction = random(IMAGES * w.pixels(), CHANNELS);
    double[] t = direction.toArray();
    int[] largest = new int[IMAGES * w.count() * CHANNELS];
    Arrays.fill(largest, -1);
    forEach(
        w,
        (window, place, pixel, channel) -> {
          int held = window * CHANNELS + channel;
          int at = pixel * CHANNELS + channel;
          if (largest[held] < 0 || a[at] > a[largest[held]]) {
            largest[held] = at;
          }
        });
    Tensor made = device.tensor(IMAGES * w.count(), CHANNELS);
    made.assignWindowMax(images, w);
    assertThat(made.toArray()).isEqualTo(Arrays.stream(largest).mapToDouble(i -> a[i]).toArray());
    made.assignAtWindowMax(images, w, direction);
    assertThat(made.toArray()).isEqualTo(Arrays.stream(largest).mapToDouble(i -> t[i]).toArray());

    double[] sums = t.clone();
    double[] held = made.toArray();
    for (int i = 0; i < largest.length; i++) {
      sums[largest[i]] += held[i];
    }
    direction.addAtWindowMax(images, w, made);
    assertNear(direction, sums);
  }

  @Test
  void whatIsNoNumberIsTheLargest() {
    Windows w = new Windows(2, 2, 2, 2, 0);
    Tensor images = device.tensor(4, 1);
    images.assign(new double[] {5, Double.NaN, 9, 1});
    Tensor made = device.tensor(1, 1);
    made.assignWindowMax(images, w);
    assertThat(made.toArray()[0]).isNaN();
    images.assign(new double[] {5, Double.NaN, 9, Double.NaN});
    Tensor direction = device.tensor(4, 1);
    direction.assign(new double[] {1, 2, 3, 4});
    made.assignAtWindowMax(images, w, direction);
    assertThat(made.toArray()[0]).isEqualTo(2); // the first of its kind
  }

  @ParameterizedTest
  @MethodSource("windows")
  void meansCountWhatIsBeyondTheEdgeAsZeros(Windows w) {
    Tensor images = random(IMAGES * w.pixels(), CHANNELS);
    double[] a = images.toArray();
    double[] means = new double[IMAGES * w.count() * CHANNELS];
    forEach(
        w,
        (window, place, pixel, channel) ->
            means[window * CHANNELS + channel] += a[pixel * CHANNELS + channel] / w.area());
    Tensor made = device.tensor(IMAGES * w.count(), CHANNELS);
    made.assignWindowMeans(images, w);
    assertNear(made, means);

    Tensor held = random(made.rows(), CHANNELS);
    double[] b = held.toArray();
    double[] sums = a.clone();
    forEach(
        w,
        (window, place, pixel, channel) ->
            sums[pixel * CHANNELS + channel] += b[window * CHANNELS + channel] / w.area());
    images.addWindowMeans(held, w);
    assertNear(images, sums);
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Windows(4, 4, 5, 1, 0))
        .withMessageContaining("a window of 5 does not fit an image of [4, 4]");
    assertThatIllegalArgumentException().isThrownBy(() -> new Windows(4, 4, 2, 1, 2));
    Windows w = new Windows(4, 4, 2, 2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> random(4, 12).assignPatches(random(15, 3), w))
        .withMessageContaining("do not make a [4, 12]");
  }
}
