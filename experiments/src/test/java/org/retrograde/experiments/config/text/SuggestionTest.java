package org.retrograde.experiments.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A suggestion helps, or there is none. */
final class SuggestionTest {

  private static final List<String> KNOWN =
      List.of("steps", "learning-rate", "l2", "weight-decay", "hyperparameters", "batch");

  @Test
  void initialsBeginningsAndTyposAreRecognized() {
    assertThat(Suggestion.nearest("lr", KNOWN)).contains("learning-rate");
    assertThat(Suggestion.nearest("wd", KNOWN)).contains("weight-decay");
    assertThat(Suggestion.nearest("hyper", KNOWN)).contains("hyperparameters");
    assertThat(Suggestion.nearest("stesp", KNOWN)).contains("steps");
    assertThat(Suggestion.nearest("learningrate", KNOWN)).contains("learning-rate");
  }

  @Test
  void whatIsFarFromAllHasNone() {
    assertThat(Suggestion.nearest("l1", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("mu", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("version", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x".repeat(1000), KNOWN)).isEmpty();
  }
}
