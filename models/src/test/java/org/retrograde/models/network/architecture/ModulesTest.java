package org.retrograde.models.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.reversible.device.Nonlinearity;

/** Networks say themselves of which type of module and in which block each tensor is. */
final class ModulesTest {

  private static NetworkSizes tokens(int blocks) {
    return new NetworkSizes(
        new InputShape.Token(8), Collections.nCopies(blocks, 16), 5, Nonlinearity.GELU);
  }

  private static Set<String> types(Layout layout) {
    Set<String> types = new LinkedHashSet<>();
    layout.modules().forEach(place -> types.add(place.type()));
    return types;
  }

  @Test
  void theTensorsOfATransformerAreTypesInBlocks() {
    Layout layout = new Transformer().layout(tokens(2));
    assertThat(types(layout))
        .containsExactly(
            "embedding",
            "position embedding",
            "query",
            "key",
            "value",
            "attention output",
            "mlp in",
            "mlp out",
            "readout");
    assertThat(layout.modules().get(0)).isEqualTo(new ModulePlace("embedding", 0));
    assertThat(ModulePlace.blocks(layout.modules())).isEqualTo(2);
    for (Parameter parameter : layout.parameters()) {
      char last = parameter.name().charAt(parameter.name().length() - 1);
      int block = last >= '1' && last <= '9' ? last - '0' : 0;
      assertThat(parameter.module().block()).as(parameter.name()).isEqualTo(block);
    }
  }

  /** What depth transfer rests on: a deeper network has more blocks of the same types. */
  @Test
  void everyDepthHasTheSameTypes() {
    for (Architecture architecture : List.of(new Transformer(), new UnitTransformer())) {
      assertThat(types(architecture.layout(tokens(5))))
          .isEqualTo(types(architecture.layout(tokens(1))));
    }
  }

  @Test
  void onlyArchitecturesWithARuleFollowTheDepth() {
    assertThat(new Mlp().depth(3)).isEqualTo(DepthScaling.NONE);
    Architecture unit = new UnitTransformer();
    assertThat(unit.depth(4)).isNotEqualTo(unit.depth(2));
    Architecture transformer = new Transformer();
    assertThat(transformer.depth(4)).isEqualTo(transformer.depth(2));
  }

  @Test
  void theTypesOfAPerceptronAreItsRolesAndItsBlocksTheHiddenLayers() {
    Layout layout = new Mlp().layout(new NetworkSizes(3, List.of(4, 4), 2, Nonlinearity.TANH));
    assertThat(layout.modules())
        .containsExactly(
            new ModulePlace("input weights", 1),
            new ModulePlace("hidden bias", 1),
            new ModulePlace("hidden weights", 2),
            new ModulePlace("hidden bias", 2),
            new ModulePlace("output weights", 0),
            new ModulePlace("output bias", 0));
  }
}
