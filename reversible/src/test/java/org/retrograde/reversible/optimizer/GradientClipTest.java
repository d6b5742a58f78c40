package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

final class GradientClipTest {

  private static final double THRESHOLD = 1.25;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void aGradientAboveTheThresholdIsScaledToItOverAllGroups() {
    List<Tensor> gradient = List.of(tensor(3, 0), tensor(0, -4, 12));
    GradientClip clip = new GradientClip(6.5, 3);

    clip.clip(1, gradient);

    assertThat(gradient.get(0).toArray()).containsExactly(1.5, 0);
    assertThat(gradient.get(1).toArray()).containsExactly(0, -2, 6);
    assertThat(clip.factor(1)).isEqualTo(0.5);
    assertThat(clip.factor(0)).isEqualTo(1);
    assertThat(clip.clippedSteps()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {13, 13.000001, 1e300, Double.POSITIVE_INFINITY})
  void aGradientUpToTheThresholdKeepsItsBits(double threshold) {
    List<Tensor> gradient = List.of(tensor(3, 0), tensor(0, -4, 12));
    List<Tensor> adjoint = List.of(tensor(1, 2), tensor(3, 4, 5));
    GradientClip clip = new GradientClip(threshold, 1);

    clip.clip(0, gradient);
    clip.pullBack(0, gradient, adjoint);

    assertThat(gradient.get(0).toArray()).containsExactly(3, 0);
    assertThat(gradient.get(1).toArray()).containsExactly(0, -4, 12);
    assertThat(adjoint.get(1).toArray()).containsExactly(3, 4, 5);
    assertThat(clip.factor(0)).isEqualTo(1);
    assertThat(clip.clippedSteps()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theLogRepeatsTheBitsOfTheWayForward(long seed) {
    Samples samples = new Samples(seed);
    double[] a = samples.gaussians(5);
    double[] b = samples.gaussians(7);
    GradientClip clip = new GradientClip(THRESHOLD, 4);
    List<Tensor> forward = List.of(tensor(a), tensor(b));
    List<Tensor> again = List.of(tensor(a), tensor(b));

    clip.clip(2, forward);
    clip.repeat(2, again);

    assertThat(forward.get(0).toArray()).isNotEqualTo(a).isEqualTo(again.get(0).toArray());
    assertThat(forward.get(1).toArray()).isNotEqualTo(b).isEqualTo(again.get(1).toArray());
    double squares = forward.stream().mapToDouble(part -> part.dot(part).value()).sum();
    assertThat(Math.sqrt(squares)).isCloseTo(THRESHOLD, within(1e-15));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void pullBackIsTheDerivative(long seed) {
    Samples samples = new Samples(seed);
    double[] g = samples.gaussians(7);
    double[] form = samples.gaussians(7);
    GradientClip clip = new GradientClip(THRESHOLD, 1);
    List<Tensor> gradient = parts(g);
    List<Tensor> adjoint = parts(form);

    clip.clip(0, gradient);
    clip.pullBack(0, gradient, adjoint);

    for (int i = 0; i < g.length; i++) {
      double expected = derivative(g, form, i);
      double actual = (i < 3 ? adjoint.get(0) : adjoint.get(1)).toArray()[i < 3 ? i : i - 3];
      assertThat(actual).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
      // The control: a derivative wrong by a tenth of a per cent is outside.
      assertThat(1.001 * actual).isNotCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }
  }

  private List<Tensor> parts(double[] v) {
    return List.of(tensor(v[0], v[1], v[2]), tensor(v[3], v[4], v[5], v[6]));
  }

  private static double derivative(double[] g, double[] form, int i) {
    double h = 1e-3;
    return (8 * (clipped(g, form, i, h) - clipped(g, form, i, -h))
            - (clipped(g, form, i, 2 * h) - clipped(g, form, i, -2 * h)))
        / (12 * h);
  }

  /** The linear form of the clipped gradient, with one component moved. */
  private static double clipped(double[] g, double[] form, int moved, double by) {
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < g.length; i++) {
      double component = i == moved ? g[i] + by : g[i];
      squares += component * component;
      sum += form[i] * component;
    }
    return Math.sqrt(squares) > THRESHOLD ? THRESHOLD * sum / Math.sqrt(squares) : sum;
  }

  @Test
  void aGradientWhoseNormOverflowsIsNotMadeZero() {
    for (double value : new double[] {1e200, Double.POSITIVE_INFINITY, Double.NaN}) {
      List<Tensor> gradient = List.of(tensor(value, 1));
      GradientClip clip = new GradientClip(1, 1);
      clip.clip(0, gradient);
      assertThat(gradient.get(0).toArray()).containsExactly(value, 1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {0, -1, Double.NaN})
  void aThresholdThatIsNotPositiveIsRefused(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientClip(threshold, 1))
        .withMessageContaining("got " + threshold);
  }

  private Tensor tensor(double... values) {
    Tensor tensor = device.tensor(1, values.length);
    tensor.assign(values);
    return tensor;
  }
}
