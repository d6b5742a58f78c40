package org.retrograde.experiments.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Schedules;

final class OptLawsLikeTest {

  private static final OptLawsLike LAW =
      new OptLawsLike(
          0.5,
          Collections.nCopies(9, -0.1),
          Collections.nCopies(9, 2.0),
          IntStream.range(0, 16).mapToObj(i -> 0.1 - 0.013 * (i % 5)).toList());

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 17, 18, 38, 39})
  void derivativesAgreeWithCentralDifferences(int step) {
    double[] rates = MultiPowerTest.rates(new OneCycle(), 40);
    double difference =
        CentralDifferences.atZero(
            h -> {
              double[] moved = rates.clone();
              moved[step] *= 1 + h;
              return LAW.loss(moved);
            },
            1e-4);
    double derivative = LAW.gradient(rates)[step] * rates[step];

    assertThat(derivative).isCloseTo(difference, Percentage.withPercentage(1e-4));
    assertThat(derivative * 1.001).isNotCloseTo(difference, Percentage.withPercentage(1e-4));
  }

  /** Of a constant rate all features are known. */
  @Test
  void featuresOfAConstantRateFollowByHand() {
    double[] flat = MultiPowerTest.rates(Schedules.FLAT, 50);
    double[] features = new ScheduleFeatures(flat, 50).values();
    double rate = MultiPowerTest.PEAK;

    assertThat(features[0]).isEqualTo(Math.log(50 * rate), within(1e-12));
    assertThat(features[1]).isEqualTo(Math.log(rate), within(1e-12));
    double kept = Math.exp(-2 * 2 * rate);
    assertThat(features[4])
        .isEqualTo(Math.log(rate * rate * (1 - Math.pow(kept, 50)) / (1 - kept)), within(1e-12));
    assertThat(features[5]).isEqualTo(Math.log(rate), within(1e-12));
    assertThat(features[6]).isEqualTo(Math.log(rate), within(1e-12));
    assertThat(features[7]).isEqualTo(0);
  }

  @Test
  void refusesNumbersOfAnotherLaw() {
    assertThatThrownBy(() -> OptLawsLike.of(List.of(1.0))).hasMessageContaining("got 1");
    assertThat(LAW.names()).hasSize(35);
    assertThat(OptLawsLike.of(LAW.numbers())).isEqualTo(LAW);
  }
}
