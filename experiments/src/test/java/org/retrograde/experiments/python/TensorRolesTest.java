package org.retrograde.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.python.ModelTensors.Named;
import org.retrograde.models.data.DataException;
import org.retrograde.models.parametrization.Fans;

/** What parameters are taken for, by what of their shapes grows with the width W. */
final class TensorRolesTest {

  /** Returns a shape such as "5 W 2W", of a width. */
  private static List<Integer> shape(String text, int width) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : text.split(" ", -1)) {
      sizes.add(
          size.endsWith("W")
              ? width * (size.equals("W") ? 1 : Integer.parseInt(size.replace("W", "")))
              : Integer.parseInt(size));
    }
    return sizes;
  }

  private static ModelTensors model(int width, String... tensors) {
    List<Named> named = new ArrayList<>();
    for (String tensor : tensors) {
      String[] parts = tensor.split(": ", -1);
      named.add(new Named(parts[0], shape(parts[1], width), parts.length > 2 ? parts[2] : ""));
    }
    return new ModelTensors(named, List.of(), "");
  }

  private static TensorRoles roles(Map<String, TensorRole> given, String... tensors) {
    return new TensorRoles(model(16, tensors), Optional.of(model(32, tensors)), given);
  }

  @ParameterizedTest
  @CsvSource({
    "W 20, Linear, INPUT",
    "W W, Linear, HIDDEN",
    "5 W, Linear, READOUT",
    "50 W, Embedding, EMBEDDING",
    "4 W, LayerNorm, NORM",
    "W, LayerNorm, NORM",
    "W, Linear, BIAS",
    "5, Linear, READOUT_BIAS",
    "W 3 3 3, Conv2d, INPUT",
    "3 W 3, ConvTranspose1d, INPUT",
    "W 3 3, ConvTranspose1d, READOUT",
    "1 1 W, Transformer, INPUT",
    "5 W, Linear and Embedding, EMBEDDING"
  })
  void areToldByModuleAndGrowth(String shape, String module, TensorRole role) {
    String tensor = "one: %s: %s".formatted(shape, module);
    assertThat(roles(Map.of(), tensor, "head.weight: 5 W: Linear").all())
        .containsEntry("one", role);
  }

  /** Functions of tensors that multiply from the left, as those of JAX do. */
  @Test
  void fansFollowWhatGrowsWhereInputsComeFirst() {
    String[] tensors = {"w1: 20 W", "b1: W", "w2: W W", "w3: W 5"};
    TensorRoles roles = roles(Map.of(), tensors);
    assertThat(roles.all().values())
        .containsExactly(TensorRole.INPUT, TensorRole.BIAS, TensorRole.HIDDEN, TensorRole.READOUT);
    List<Named> wide = model(64, tensors).tensors();
    List<Named> base = model(16, tensors).tensors();
    assertThat(TensorRole.INPUT.fans(wide.get(0), base.get(0))).isEqualTo(new Fans(20, 64, 20, 16));
    assertThat(TensorRole.READOUT.fans(wide.get(3), base.get(3))).isEqualTo(new Fans(64, 5, 16, 5));
    assertThat(TensorRole.BIAS.fans(wide.get(1), base.get(1))).isEqualTo(new Fans(1, 64, 1, 16));
  }

  @Test
  void fansOfLayersHaveTheirOutputsFirst() {
    String[] tensors = {"in: W 20: Linear", "emb: 50 W: Embedding", "out: 5 W: Linear"};
    List<Named> wide = model(64, tensors).tensors();
    List<Named> base = model(16, tensors).tensors();
    assertThat(TensorRole.INPUT.fans(wide.get(0), base.get(0))).isEqualTo(new Fans(20, 64, 20, 16));
    assertThat(TensorRole.EMBEDDING.fans(wide.get(1), base.get(1)))
        .isEqualTo(new Fans(50, 64, 50, 16));
    assertThat(TensorRole.READOUT.fans(wide.get(2), base.get(2))).isEqualTo(new Fans(64, 5, 16, 5));
  }

  @Test
  void aRoleThatItsShapeContradictsIsRefused() {
    assertThatThrownBy(() -> roles(Map.of("w", TensorRole.INPUT), "w: W W: Linear"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("w is taken for input")
        .hasMessageContaining("grows");
    assertThatThrownBy(() -> roles(Map.of("v", TensorRole.INPUT), "w: W W: Linear"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no parameter v");
  }
}
