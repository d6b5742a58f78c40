package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * The network and its loss.
 *
 * @param architecture how it is built
 * @param hidden units of each hidden layer, none for softmax regression; null for {@code depth}
 *     layers of {@code width} units
 * @param width units of each hidden layer, at least 1
 * @param depth number of hidden layers, at least 1
 * @param activation nonlinearity of the hidden layers
 * @param loss what training minimises
 * @param init how large the initial weights and biases are
 * @param parametrization how scales follow the width
 * @param baseWidth the width from which the parametrizations count, at least 1
 * @param decayRule how weight decay follows the width
 */
public record ModelConfig(
    Architecture architecture,
    @Nullable List<Integer> hidden,
    int width,
    int depth,
    Nonlinearity activation,
    Loss loss,
    Initialization init,
    Parametrization parametrization,
    int baseWidth,
    DecayRule decayRule) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the architecture has no network of these sizes
   */
  public ModelConfig {
    hidden = hidden == null ? null : List.copyOf(hidden);
    List<Integer> units = hidden == null ? Collections.nCopies(depth, width) : hidden;
    architecture.layout( // refuses what it cannot build
        new NetworkSizes(architecture.leastShape(), units, 1, activation));
  }

  /** Returns whether the hidden layers have one width, which can be changed. */
  public boolean hasWidth() {
    return hidden == null;
  }

  /** Returns the units of each hidden layer at some width, which counts only if there is one. */
  public List<Integer> hiddenSizes(int atWidth) {
    return hidden == null ? Collections.nCopies(depth, atWidth) : hidden;
  }

  /**
   * Returns the sizes of the network.
   *
   * @param atWidth counts only if there is one
   */
  public NetworkSizes sizes(InputShape shape, int atWidth, int classes) {
    return new NetworkSizes(shape, hiddenSizes(atWidth), classes, activation);
  }

  /** Returns the parameters and probes of the network, which have these names at every size. */
  public Layout layout() {
    return architecture.layout(sizes(architecture.leastShape(), width, 1));
  }

  /**
   * Returns the same network with another number of hidden layers, which counts if they are alike.
   */
  public ModelConfig withDepth(int other) {
    return with(architecture, other, parametrization);
  }

  /** Returns the same network with another parametrization. */
  public ModelConfig withParametrization(Parametrization other) {
    return with(architecture, depth, other);
  }

  /** Returns the same network with other numbers of its architecture, by their keys. */
  public ModelConfig withNumbers(Map<String, Double> numbers) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    numbers.forEach(given::put);
    return with(WordSettings.with(architecture, given), depth, parametrization);
  }

  /** Returns the numbers of the architecture, by their keys. */
  public Map<String, Double> numbers() {
    return WordSettings.numbers(architecture);
  }

  private ModelConfig with(
      Architecture otherArchitecture, int otherDepth, Parametrization otherRules) {
    return new ModelConfig(
        otherArchitecture,
        hidden,
        width,
        otherDepth,
        activation,
        loss,
        init,
        otherRules,
        baseWidth,
        decayRule);
  }
}
