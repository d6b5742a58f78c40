package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.record.TrajectoryMap.Ground;

final class LevelLinesTest {

  private static Ground ground(int size, DoubleBinaryOperator f) {
    List<Double> losses = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        losses.add(f.applyAsDouble(-1 + 2.0 * column / (size - 1), -1 + 2.0 * row / (size - 1)));
      }
    }
    return new Ground(-1, 1, -1, 1, size, losses);
  }

  @Test
  void theLevelOfAPlaneIsOneStraightLineFromBorderToBorder() {
    List<List<double[]>> lines = LevelLines.of(ground(5, (x, y) -> x + 2 * y), 0.3);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .allSatisfy(point -> assertThat(point[0] + 2 * point[1]).isCloseTo(0.3, within(1e-12)));
    double[] first = lines.get(0).get(0);
    double[] last = lines.get(0).get(lines.get(0).size() - 1);
    assertThat(Math.abs(first[0])).isEqualTo(1);
    assertThat(Math.abs(last[0])).isEqualTo(1);
    assertThat(first[0]).isNotEqualTo(last[0]);
  }

  @Test
  void theLevelOfABowlIsOneClosedRing() {
    List<List<double[]>> lines = LevelLines.of(ground(41, (x, y) -> x * x + y * y), 0.5);

    assertThat(lines).hasSize(1);
    List<double[]> ring = lines.get(0);
    assertThat(ring.get(ring.size() - 1)).containsExactly(ring.get(0));
    assertThat(ring)
        .allSatisfy(
            point ->
                assertThat(Math.hypot(point[0], point[1])).isCloseTo(Math.sqrt(0.5), within(2e-3)));
  }

  @Test
  void aSaddleHasTwoLines() {
    assertThat(LevelLines.of(ground(2, (x, y) -> x * y), 0.25)).hasSize(2);
    assertThat(LevelLines.of(ground(9, (x, y) -> x * y), 0.25)).hasSize(2);
  }

  @Test
  void aLevelThatIsNowhereHasNoLine() {
    assertThat(LevelLines.of(ground(5, (x, y) -> x), 2)).isEmpty();
  }
}
