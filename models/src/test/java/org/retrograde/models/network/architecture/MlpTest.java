package org.retrograde.models.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.Initializer;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.Role;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.optimizer.StepScaling;

final class MlpTest {

  private static final List<Integer> BASE = List.of(5, 8, 8, 3);

  /**
   * The file was written when the tables were still a case for each role, and the start one for
   * each group: a parametrization, how steps scale, sizes, a group, its learning rate, init scale,
   * multiplier and epsilon, and the standard deviation of its start before a rectifier.
   */
  @Test
  void factorsAndStartsHaveTheBitsOfTheTablesRoleByRole() throws IOException {
    List<String> expected = recorded();
    List<String> actual = new ArrayList<>();
    for (Parametrization rules :
        EnumSet.range(Parametrization.STANDARD, Parametrization.FAULTY_INPUT_RATE)) {
      for (StepScaling scaling : List.of(StepScaling.PROPORTIONAL, StepScaling.NORMALIZED)) {
        for (List<Integer> sizes : List.of(List.of(5, 28, 19, 3), BASE, List.of(5, 3, 5, 3))) {
          String place = rules.word() + " " + scaling + " " + sizes.toString().replace(" ", "");
          lines(rules, scaling, sizes).forEach(line -> actual.add(place + " " + line));
        }
      }
    }
    assertThat(actual).hasSize(324).isEqualTo(expected);
  }

  private static List<String> lines(
      Parametrization rules, StepScaling family, List<Integer> sizes) {
    Layout base = Perceptrons.layout(BASE, Nonlinearity.RELU);
    Layout own = Perceptrons.layout(sizes, Nonlinearity.RELU);
    WidthScaling scaling = new WidthScaling(rules, family, DecayRule.FOLLOWS_RATE, own.over(base));
    Initializer start = new Initializer(Initialization.FAN_IN, own, base, scaling);
    List<String> lines = new ArrayList<>();
    for (int g = 0; g < own.parameters().size(); g++) {
      WidthFactors factors = scaling.of(g);
      lines.add(
          "%s %s %s %s %s %s"
              .formatted(
                  own.parameters().get(g).name(),
                  factors.learningRate(),
                  factors.initScale(),
                  factors.multiplier(),
                  factors.epsilon(),
                  start.deviation(g)));
    }
    return lines;
  }

  private static List<String> recorded() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(MlpTest.class.getResourceAsStream("mlp-width-factors.txt")),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  @Test
  void itsTensorsSayWhatTheyAre() {
    Layout layout = Perceptrons.layout(BASE, Nonlinearity.TANH);

    assertThat(layout.parameters())
        .containsExactly(
            Parameter.weights("W1", 0, Role.INPUT, 5, 8),
            Parameter.bias("b1", 0, Role.HIDDEN_BIAS, 8),
            Parameter.weights("W2", 1, Role.HIDDEN, 8, 8),
            Parameter.bias("b2", 1, Role.HIDDEN_BIAS, 8),
            Parameter.weights("W3", 2, Role.OUTPUT, 8, 3),
            Parameter.bias("b3", 2, Role.OUTPUT_BIAS, 3));
    assertThat(layout.probes())
        .containsExactly(
            new Probe("z1", List.of("W1", "b1"), Probe.STAYS),
            new Probe("z2", List.of("W2", "b2"), Probe.STAYS),
            new Probe("z3", List.of("W3", "b3"), Probe.OUTPUT));
    assertThat(layout.layers()).isEqualTo(3);
    assertThat(layout.firstWeights(2)).isEqualTo(4);
    assertThat(layout.probeOf(layout.parameters().get(3))).isEqualTo(1);
  }

  @Test
  void itIsInTheCatalogueByItsWord() {
    assertThat(Architectures.ALL.get("mlp")).isEqualTo(new Mlp());
  }

  @Test
  void aLayoutThatContradictsItselfIsRefused() {
    Parameter weights = Parameter.weights("w", 0, Role.OUTPUT, 5, 3);
    Parameter bias = Parameter.bias("b", 1, Role.OUTPUT_BIAS, 3);
    Probe all = new Probe("z", List.of("w"), Probe.OUTPUT);
    assertRefused(List.of(), List.of(all), "must be distinct, and some, got []");
    assertRefused(List.of(weights, weights), List.of(all), "distinct, and some, got [w, w]");
    assertRefused(List.of(weights), List.of(all, all), "distinct, and some, got [z, z]");
    assertRefused(List.of(weights, bias), List.of(all), "layer 1 has no weights");
    assertRefused(
        List.of(weights), List.of(new Probe("z", List.of("w", "w"), 0)), "they name [w, w] of [w]");
    assertRefused(List.of(weights), List.of(new Probe("z", List.of(), 0)), "they name [] of [w]");
  }

  private static void assertRefused(
      List<Parameter> parameters, List<Probe> probes, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layout(parameters, probes))
        .withMessageContaining(message);
  }

  @Test
  void aWidthIsWhatAllHiddenLayersHave() {
    assertThat(NetworkSizes.of(List.of(5, 8, 8, 3), Nonlinearity.TANH).width()).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkSizes.of(List.of(5, 8, 9, 3), Nonlinearity.TANH).width())
        .withMessage("needs hidden layers of one width, at least one of them, got [8, 9]");
  }
}
