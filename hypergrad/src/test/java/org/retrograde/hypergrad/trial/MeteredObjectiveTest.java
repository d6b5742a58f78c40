package org.retrograde.hypergrad.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.trajectory.DivergenceException;

final class MeteredObjectiveTest {

  private static final MetaObjective ODD_SEEDS_DIVERGE =
      new SeedObjective() {
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
  void everyRunIsCountedAndAnsweredAsBefore() throws InterruptedException {
    MeteredObjective metered = new MeteredObjective(ODD_SEEDS_DIVERGE);
    double[] raw = {2};
    assertThat(metered.evaluate(List.of(raw, new double[] {3}), new long[] {5, 6, 7}))
        .extracting(Outcome::get)
        .containsExactly(7.0, 8.0, 9.0, 8.0, 9.0, 10.0);
    assertThat(metered.differentiate(raw, new long[] {4, 5}))
        .extracting(outcome -> outcome.divergence() == null)
        .containsExactly(true, false);
    MeteredObjective.Usage usage = metered.usage();
    assertThat(usage.evaluations()).isEqualTo(6);
    assertThat(usage.hypergradients()).isEqualTo(2);
    assertThat(usage.evaluationSeconds()).isPositive();
    assertThat(usage.hypergradientSeconds()).isPositive();
  }
}
