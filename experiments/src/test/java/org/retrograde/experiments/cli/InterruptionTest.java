package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Either the command ends the process or a signal does, and who ends it closes standard error. */
final class InterruptionTest {

  @Test
  void aCommandThatASignalEndsLeavesStandardErrorToTheLineAboutIt() {
    Interruption interruption = new Interruption();
    assertThat(interruption.request()).isTrue();
    assertThat(interruption.finish()).isFalse();
    assertThat(interruption.request()).as("once asked for, it stays so").isTrue();
  }

  @Test
  void aSignalAfterTheCommandHasEndedSaysNothing() {
    Interruption interruption = new Interruption();
    assertThat(interruption.finish()).isTrue();
    assertThat(interruption.request()).isFalse();
    assertThat(interruption.isRequested()).isFalse();
  }
}
