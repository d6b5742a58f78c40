package org.retrograde.experiments.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  /** Such as a full disk: which folder, and what to do. */
  @Test
  void whatAnUncheckedFailureSaysItselfIsNotLost() {
    IOException full = new IOException("No space left on device");
    assertThat(Failures.words(new UncheckedIOException("make room in /here", full)))
        .isEqualTo("make room in /here");
    assertThat(Failures.words(new UncheckedIOException(full))).isEqualTo("No space left on device");
  }
}
