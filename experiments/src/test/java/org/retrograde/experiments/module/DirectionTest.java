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
  void aSmoothLossHasNoOnset() {
    Direction smooth = of(x -> x * x, x -> 2 * x);

    assertThat(smooth.onset()).isNaN();
    assertThat(smooth.charts().get(1).heading()).contains("say something everywhere");
  }

  @Test
  void whereDerivativesAreThoseOfSpikesTheySayNothing() {
    Direction chaotic = of(x -> x * x, x -> x < 1 ? 2 * x : -1e22);

    assertThat(chaotic.onset()).isEqualTo(1);
    assertThat(chaotic.charts().get(1).heading()).contains("at 1.00");
  }
}
