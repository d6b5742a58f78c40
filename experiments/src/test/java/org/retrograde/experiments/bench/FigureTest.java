package org.retrograde.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FigureTest {

  @Test
  void aRatioIsOursOverTheirsWithinEachRound() {
    Figure.Samples samples = new Figure.Samples("ms", 2);
    samples.add(1, 2.0);
    samples.add(8, 4.0);
    samples.add(3, 4.0);
    Figure figure = samples.figure();
    assertThat(figure.threads()).isEqualTo(2);
    assertThat(figure.measured().median()).isEqualTo(3);
    Timings torch = Objects.requireNonNull(figure.torch());
    assertThat(torch.median()).isEqualTo(4);
    Timings ratio = Objects.requireNonNull(figure.ratio());
    assertThat(ratio.low()).isEqualTo(0.5);
    assertThat(ratio.median()).isEqualTo(0.75);
    assertThat(ratio.high()).isEqualTo(2);
  }

  @Test
  void withoutAPeerThereIsNoRatio() {
    Figure.Samples samples = new Figure.Samples("ms", 1);
    samples.add(1, null);
    assertThat(samples.figure().torch()).isNull();
    assertThat(samples.figure().ratio()).isNull();
  }
}
