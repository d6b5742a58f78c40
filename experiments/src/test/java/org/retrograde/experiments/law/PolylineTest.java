package org.retrograde.experiments.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Schedule;

final class PolylineTest {

  private static Polyline.Point point(double at, double factor) {
    return new Polyline.Point(at, factor);
  }

  @Test
  void betweenPointsEachStepHasTheSameFactorAndTwoAtOnePlaceAreAJump() {
    Schedule line =
        new Polyline(List.of(point(0, 1), point(0.5, 0.25), point(0.5, 0.1), point(0.75, 0.1)));

    double[] expected = {
      1, Math.sqrt(Math.sqrt(0.25)), 0.5, Math.pow(0.25, 0.75), 0.1, 0.1, 0.1, 0.1
    };
    for (int t = 0; t < 8; t++) {
      assertThat(line.factor(t, 8)).isEqualTo(expected[t], within(1e-15));
    }
  }

  @Test
  void aCurveIsFollowedToAHundredthByFewPoints() {
    double[] rates = MultiPowerTest.rates(new Cosine(0.1, 1), 500);
    Polyline line = Polyline.through(rates);

    assertThat(line.points()).hasSizeBetween(4, 20);
    IntStream.range(0, 500)
        .forEach(
            t ->
                assertThat(MultiPowerTest.PEAK * line.factor(t, 500))
                    .isCloseTo(rates[t], Percentage.withPercentage(1)));
    assertThat(Polyline.through(new double[] {0.3}).points()).containsExactly(point(0, 1));
  }

  @Test
  void refusesWhatIsNoLine() {
    assertThatThrownBy(() -> new Polyline(List.of())).hasMessageContaining("begin at 0");
    assertThatThrownBy(() -> new Polyline(List.of(point(0.1, 1)))).hasMessageContaining("at=0.1");
    assertThatThrownBy(() -> new Polyline(List.of(point(0, 1), point(0.5, 1), point(0.4, 1))))
        .hasMessageContaining("must not fall");
    assertThatThrownBy(() -> point(2, 1)).hasMessageContaining("got 2.0");
    assertThatThrownBy(() -> point(0, 0)).hasMessageContaining("got 0.0");
  }
}
