package org.retrograde.reversible.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

final class CatalogueTest {

  private enum Stencil implements Keyword {
    ONE_SIDED,
    CENTRAL;

    @Override
    public String meaning() {
      return "a stencil";
    }
  }

  @Test
  void anEnumIsListedByItsConstantsInLowerCaseWithDashes() {
    assertThat(Catalogue.of(Stencil.class).words()).containsExactly("one-sided", "central");
  }

  @Test
  void aWordLeadsToItsEntry() {
    assertThat(Catalogue.of(Nonlinearity.class).get("tanh")).isEqualTo(Nonlinearity.TANH);
    assertThat(Optimizers.ALL.find("heavy-ball")).contains(new Momentum(MomentumForm.HEAVY_BALL));
    assertThat(Optimizers.ALL.find("HEAVY_BALL")).isEmpty();
    assertThat(Optimizers.ALL.type()).isEqualTo(Optimizer.class);
  }

  @Test
  void anUnknownWordIsAnsweredByThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalogue.of(Precision.class).get("float16"))
        .withMessage("must be one of float32, float64, got 'float16'");
  }

  @Test
  void noTwoHaveTheSameWord() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Catalogue.of(Optimizer.class, List.of(new AdamW(), new AdamW(4))))
        .withMessageContaining("called 'adamw'");
  }

  @Test
  void whatTheClassPathBringsComesAfterOnesOwn() {
    assertThat(Devices.names()).contains("host", "nd4j", "cuda", "cuda-emulated");
    assertThat(Optimizers.ALL.words())
        .startsWith("momentum", "heavy-ball", "adamw", "nesterov", "rmsprop", "schedule-free")
        .contains("schedule-free-adamw", "primal-averaging", "lion", "sgd-sai", "muon");
  }
}
