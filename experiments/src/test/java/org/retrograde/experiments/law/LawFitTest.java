package org.retrograde.experiments.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;

final class LawFitTest {

  private static final int STEPS = 120;
  private static final List<Schedule> SEEN = List.of(Schedules.FLAT, new Cosine(0.1, 1), new Wsd());

  /** Losses of a law every fourth step, each off by some noise of the logarithm. */
  private static LossCurve curve(
      LossLaw law, Schedule schedule, double noise, RandomGenerator random) {
    double[] rates = MultiPowerTest.rates(schedule, STEPS);
    List<Integer> steps = IntStream.rangeClosed(2, STEPS / 4).mapToObj(i -> 4 * i).toList();
    List<Double> losses =
        steps.stream()
            .map(n -> law.loss(rates, n) * Math.exp(noise * random.nextGaussian()))
            .toList();
    return new LossCurve(schedule.word(), Arrays.stream(rates).boxed().toList(), steps, losses);
  }

  private static List<LossCurve> seen(LossLaw law, double noise, RandomGenerator random) {
    return SEEN.stream().map(schedule -> curve(law, schedule, noise, random)).toList();
  }

  @Test
  void aLawIsFoundFromItsOwnLosses() {
    List<LossCurve> curves = seen(MultiPowerTest.LAW, 0, new Well19937c(1));
    FittedLaw found = Laws.MULTI_POWER.fit(curves, 0);

    LossCurve unseen = curve(MultiPowerTest.LAW, new Linear(), 0, new Well19937c(1));
    assertThat(found.explained(unseen)).isGreaterThan(0.99999);
    assertThat(found.law().loss(unseen.rateArray()))
        .isCloseTo(MultiPowerTest.LAW.loss(unseen.rateArray()), within(1e-3));
    assertThat(Laws.MULTI_POWER.fit(curves, 0)).isEqualTo(found); // to the bit
    assertThat(Laws.MULTI_POWER.of(found.law().numbers())).isEqualTo(found.law());
  }

  @Test
  void constantRatesTellNothingOfAFall() {
    List<LossCurve> constant =
        List.of(curve(MultiPowerTest.LAW, Schedules.FLAT, 0, new Well19937c(1)));
    assertThatThrownBy(() -> Laws.MULTI_POWER.fit(constant, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no rate of the curves falls after warm-up");
    assertThatThrownBy(
            () -> new LossCurve("late", List.of(0.0, 0.1, 0.1), List.of(1, 2), List.of(2.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the first loss comes after a rate above 0");
  }

  /** 95 of 100 losses should be in their interval; without the law's own error fewer are. */
  @Test
  void intervalsHoldNewLossesOfOtherSchedules() {
    double noise = 3e-3;
    int held = 0;
    int byNoise = 0;
    int all = 0;
    for (int seed = 0; seed < 20; seed++) {
      RandomGenerator random = new Well19937c(seed);
      FittedLaw found = Laws.MULTI_POWER.fit(seen(MultiPowerTest.LAW, noise, random), 0);
      assertThat(found.uncertainty().deviation()).isBetween(0.7 * noise, 1.3 * noise);
      for (Schedule schedule : List.of(new Linear(), wsd(0.5))) {
        LossCurve unseen = curve(MultiPowerTest.LAW, schedule, noise, random);
        List<FittedLaw.Prediction> said = found.predict(unseen);
        for (int i = 0; i < said.size(); i++) {
          double loss = unseen.losses().get(i);
          FittedLaw.Prediction one = said.get(i);
          held += one.low() <= loss && loss <= one.high() ? 1 : 0;
          byNoise += Math.abs(Math.log(loss / one.loss())) < noise ? 1 : 0;
          all++;
        }
      }
    }
    assertThat((double) held / all).isBetween(0.92, 0.99);
    assertThat((double) byNoise / all)
        .isBetween(0.5, 0.75); // the law's values are not the interval
  }

  /** What the law says of schedules of other shapes; losses are of a law of the same kind. */
  @Test
  void anOptLawIsFoundFromFinalLossesAndItsIntervalsHold() {
    RandomGenerator random = new Well19937c(5);
    List<LossCurve> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Schedule schedule =
          i % 2 == 0 ? new Cosine(random.nextDouble(), 1) : wsd(random.nextDouble());
      double peak = Math.pow(2, -2 * random.nextDouble());
      double[] rates =
          Arrays.stream(MultiPowerTest.rates(schedule, 60 + random.nextInt(60)))
              .map(rate -> peak * rate)
              .toArray();
      double loss = MultiPowerTest.LAW.loss(rates) * Math.exp(1e-3 * random.nextGaussian());
      all.add(
          new LossCurve(
              "run " + i,
              Arrays.stream(rates).boxed().toList(),
              List.of(rates.length),
              List.of(loss)));
    }
    FittedLaw found = Laws.OPT_LAWS_LIKE.fit(all.subList(0, 80), 2.4);

    assertThat(found.uncertainty().deviation()).isBetween(1e-3, 5e-3);
    long held =
        all.subList(80, 120).stream()
            .filter(
                curve -> {
                  FittedLaw.Prediction said = found.predict(curve).get(0);
                  double loss = curve.losses().get(0);
                  return said.low() <= loss && loss <= said.high();
                })
            .count();
    assertThat(held).isBetween(36L, 40L);
    assertThat(Laws.OPT_LAWS_LIKE.of(found.law().numbers())).isEqualTo(found.law());
  }

  private static Schedule wsd(double decay) {
    return new Wsd(decay, Fall.LINEAR, 0.01);
  }

  @Test
  void tooFewLossesAreRefused() {
    List<LossCurve> few =
        List.of(new LossCurve("short", List.of(0.1, 0.1), List.of(1, 2), List.of(3.0, 2.0)));

    assertThatThrownBy(() -> Laws.MULTI_POWER.fit(few, 0)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> Laws.OPT_LAWS_LIKE.fit(few, 0)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> Laws.OPT_LAWS_LIKE.fit(few, 2))
        .hasMessageContaining("short: a loss is not above the limit 2.0, got 2.0");
  }
}
