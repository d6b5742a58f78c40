package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.example.PowerDecay;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Flat;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Warmup;

/** Schedules in a config: words, numbers, lists and products, and what does not fit. */
final class ScheduleTreesTest {

  private static ExperimentConfig smoke(String schedule) {
    return ConfigReader.readBuiltin("smoke", List.of("training.schedule=" + schedule));
  }

  static Stream<Arguments> schedules() {
    Schedule warm = new Warmup().then(0.1, Schedules.FLAT).then(0.8, new Linear());
    return Stream.of(
        Arguments.of("one-cycle", new OneCycle()),
        Arguments.of(
            "{name: one-cycle, rise: 0.5, start: 0.04, end: 4.0E-6, low-momentum: 0.0}",
            new OneCycle(0.5, 0.04, 4e-6, 0)),
        Arguments.of("[{name: warmup, until: 0.1}, {name: flat, until: 0.8}, linear]", warm),
        Arguments.of("{times: [one-cycle, cosine]}", new OneCycle().times(new Cosine())),
        Arguments.of(
            "{times: [{name: power, exponent: 0.75, offset: 3.0},"
                + " [{name: warmup, until: 0.1}, {name: flat, until: 0.8}, linear]]}",
            new PowerDecay(0.75, 3).times(warm)),
        Arguments.of(
            "[{times: [warmup, power], until: 0.5}, linear]",
            new Warmup().times(new PowerDecay()).then(0.5, new Linear())));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void whatAFileSaysIsReadAndWrittenAgain(String text, Schedule schedule) {
    ExperimentConfig config = smoke(text);
    assertThat(config.training().schedule()).isEqualTo(schedule);
    assertThat(ConfigWriter.inOneLine(schedule)).isEqualTo(text);
    assertThat(ConfigReader.readText("again", ConfigWriter.toYaml(config), List.of()))
        .isEqualTo(config);
  }

  @Test
  void theEnvelopeIsWarmUpThenDecayOrDecayAlone() {
    List<String> decay = List.of("training.decay=cosine");
    assertThat(ConfigReader.readBuiltin("smoke", decay).training().envelope())
        .isEqualTo(new Cosine());
    List<String> both = List.of("training.decay=linear", "training.warmup=0.2");
    assertThat(ConfigReader.readBuiltin("smoke", both).training().envelope())
        .isEqualTo(new Warmup().then(0.2, new Linear()));
    assertThat(ConfigReader.readBuiltin("smoke", List.of()).training().envelope())
        .isEqualTo(new Flat("none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "liner | training.schedule | did you mean",
        "{name: liner, until: 0.5} | training.schedule.name | must be one of flat",
        "{name: linear, until: 0.5} | training.schedule | for the schedules of a list",
        "[linear] | training.schedule | must list at least 2",
        "[linear, linear] | training.schedule | must rise from above 0",
        "[{name: warmup, until: 2}, linear] | training.schedule.0.until | must be below 1",
        "[{name: warmup, untill: 0.2}, linear] | training.schedule.0.untill | unknown key",
        "{times: [linear]} | training.schedule.times | must list at least 2",
        "{times: [linear, flt]} | training.schedule.times.1 | must be one of",
        "{name: power, exponent: -1} | training.schedule | must be at least 0",
        "{name: power, exponent: big} | training.schedule.exponent | must be a number",
        "3 | training.schedule | must be one of flat"
      })
  void whatDoesNotFitIsToldWithItsPath(String schedule, String path, String message) {
    Refusal.assertOneError(() -> smoke(schedule), path, message);
  }
}
