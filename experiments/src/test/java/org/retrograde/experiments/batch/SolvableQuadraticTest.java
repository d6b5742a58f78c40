package org.retrograde.experiments.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SolvableQuadraticTest {

  private static final SolvableQuadratic QUADRATIC = new SolvableQuadratic(0.5, 50, 1, 0.2);
  private static final List<Integer> BATCHES =
      List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256);

  @ParameterizedTest
  @CsvSource({"0.3, 6, 5.92, 0.051", "0.1, 12, 12.41, 0.011"})
  void theCriticalBatchIsTheCalibratedOne(double threshold, int best, double fitted, double error) {
    BatchStudy.Curve curve = BatchStudy.Curve.of(QUADRATIC, threshold, BATCHES);

    assertThat(curve.batches().get(curve.best())).isEqualTo(best);
    assertThat(curve.fit().criticalBatch()).isCloseTo(fitted, within(0.005));
    assertThat(curve.fit().error(curve.batches(), curve.steps())).isCloseTo(error, within(5e-4));
    assertThat(curve.placesOff()).isLessThan(1);
    for (int i = 1; i < curve.steps().size(); i++) {
      assertThat(curve.steps().get(i)).isLessThan(curve.steps().get(i - 1));
    }
  }

  @Test
  void batchesBelowTheNoiseNeverGetThere() {
    assertThat(QUADRATIC.steps(1, 0.3, 200_000)).isEmpty();
    assertThat(QUADRATIC.steps(256, 0.3, 200_000)).isPresent();
    assertThatThrownBy(() -> BatchStudy.Curve.of(QUADRATIC, 1e-9, BATCHES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("get to a threshold of 1.0E-9");
  }

  /** N = C1 b^2 / (eps^2 b - C2) is least at 2 C2 / eps^2. */
  @Test
  void theFitFindsTheConstantsOfItsOwnBound() {
    BatchFit known = new BatchFit(7, 0.6, 0.2);
    List<Integer> batches = List.of(4, 8, 16, 64);
    BatchFit found = BatchFit.of(0.2, batches, batches.stream().map(known::steps).toList());
    assertThat(found.c1()).isCloseTo(7, within(1e-9));
    assertThat(found.c2()).isCloseTo(0.6, within(1e-9));
    assertThat(found.criticalBatch()).isCloseTo(6, within(1e-9));
    assertThat(known.steps(6) * 6).isLessThan(known.steps(5) * 5).isLessThan(known.steps(7) * 7);
  }
}
