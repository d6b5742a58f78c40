package org.retrograde.hypergrad.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.retrograde.reversible.trajectory.DivergenceException;

final class MeteredObjectiveTest {

  private static final MetaObjective HALF_DIVERGES =
      new MetaObjective() {
        @Override
        public Sample differentiate(double[] raw, long seed) {
          if (seed % 2 == 1) {
            throw new DivergenceException(3, "loss", Double.NaN);
          }
          return new Sample(raw[0], new RawVector(raw));
        }

        @Override
        public double evaluate(double[] raw, long seed) {
          return raw[0] + seed;
        }
      };

  @Test
  void everyCallIsCountedAndAnsweredAsBefore() {
    MeteredObjective metered = new MeteredObjective(HALF_DIVERGES);
    double[] raw = {2};
    assertThat(metered.evaluate(raw, 5)).isEqualTo(7);
    assertThat(metered.differentiate(raw, 4).loss()).isEqualTo(2);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> metered.differentiate(raw, 5));
    MeteredObjective.Usage usage = metered.usage();
    assertThat(usage.evaluations()).isEqualTo(1);
    assertThat(usage.hypergradients()).isEqualTo(2);
    assertThat(usage.evaluationSeconds()).isPositive();
    assertThat(usage.hypergradientSeconds()).isPositive();
  }
}
