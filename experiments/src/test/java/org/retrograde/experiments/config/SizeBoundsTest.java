package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.text.ConfigException;

/** Sizes that nothing holds are refused before anything is made of them. */
final class SizeBoundsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.width=2147483647|model.width: makes a network of 4.61e+18 weights, more than an"
            + " array",
        "model.depth=2147483647|model.depth: must be at most 10000",
        "model.base-width=2147483647|model.base-width: makes a network of",
        "model.hidden=[2147483647, 2147483647]|model.hidden: makes a network of",
        "transfer.widths=[4, 2147483647]|transfer.widths.1: makes a network of",
        "data.classes=2147483647|data.classes: must be at most 65536",
        "training.steps=2147483647|training.steps: must be at most 100000000",
        "tune.iterations=2147483647|tune.iterations: must be at most 1000000",
        "tune.seeds=2147483647|tune.seeds: must be at most 1000000",
        "tune.iterations=1000000|tune.iterations: 1000000 of",
        "tune.check-seeds=2147483647|tune.check-seeds: must be at most 1000000",
        "transfer.seeds=2147483647|transfer.seeds: must be at most 1000000",
        "run.jobs=2147483647|run.jobs: must be at most 10000",
        "run.threads=2147483647|run.threads: must be at most 10000",
        "grid.learning-rates={from: 1, factor: 1e308, count: 9}|learning-rates.count: the last"
            + " learning rate",
      })
  void areRefused(String override, String message) {
    List<String> overrides =
        override.startsWith("tune.iterations=1000000")
            ? List.of(override, "tune.seeds=1000")
            : List.of(override);
    assertThatThrownBy(() -> ConfigReader.readBuiltin("smoke", overrides))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatAnArrayHoldsIsNotRefused() {
    assertThat(SizeBounds.network(784, List.of(46_000), 10)).isEmpty();
    assertThat(SizeBounds.network(784, List.of(46_341, 46_341), 10)).isPresent();
  }
}
