package org.retrograde.experiments.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DirectionTest {

  private static final List<Double> AT =
      IntStream.range(0, 25).mapToObj(i -> -3 + i / 4.0).toList();

  private static Direction of(DoubleUnaryOperator loss, DoubleUnaryOperator derivative) {
    return new Direction(
        "a way",
        "octaves",
        AT,
        AT.stream().map(loss::applyAsDouble).toList(),
        AT.stream().map(derivative::applyAsDouble).toList());
  }

  @Test
  void derivativesOfASmoothLossMeanSomethingEverywhere() {
    Direction smooth = of(x -> x * x, x -> 2 * x);

    assertThat(smooth.agreement()).contains(new Direction.Stretch(-3, 3));
    assertThat(smooth.charts().get(1).heading())
        .isEqualTo("Along a way derivatives mean something from -3.00 to 3.00");
  }

  @Test
  void whereDerivativesAreThoseOfSpikesTheyMeanNothing() {
    Direction chaotic = of(x -> x * x, x -> x < 1 ? 2 * x : -1e22);

    assertThat(chaotic.agreement()).contains(new Direction.Stretch(-3, 0.75));
  }

  @Test
  void theChaosMayBeBeforeTheStart() {
    Direction chaotic = of(x -> x * x, x -> x > -1 ? 2 * x : 1e22);

    assertThat(chaotic.agreement()).contains(new Direction.Stretch(-0.75, 3));
  }

  @Test
  void oneSpikeBreaksNoStretch() {
    Direction spiked = of(x -> x * x, x -> x == 1 ? 1e22 : 2 * x);

    assertThat(spiked.agreement()).contains(new Direction.Stretch(-3, 3));
  }

  @Test
  void wrongSignsMeanNothingAnywhere() {
    Direction wrong = of(x -> x * x, x -> -2 * x - 1);

    assertThat(wrong.agreement()).isEmpty();
    assertThat(wrong.charts().get(1).heading()).contains("mean nothing");
  }
}
