package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.retrograde.experiments.config.text.ConfigException;

/** What is asked of a config that is refused. */
final class Refusal {

  private Refusal() {}

  /** Asserts that there is one error, at a path, whose message has a text in it. */
  static void assertOneError(ThrowingCallable read, String path, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(read)
        .satisfies(
            e ->
                assertThat(e.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.path()).isEqualTo(path))
                    .satisfies(error -> assertThat(error.message()).contains(message)));
  }
}
