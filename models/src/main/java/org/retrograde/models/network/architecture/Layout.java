package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.models.parametrization.GroupRole;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The tensors of a network and what to watch in its forward pass.
 *
 * @param parameters in the order of the parameter groups
 * @param probes in the order in which a forward pass returns them; the last is the prediction
 */
public record Layout(List<Parameter> parameters, List<Probe> probes) {

  /**
   * Copies the lists and checks that they fit.
   *
   * @throws IllegalArgumentException if two have one name, a layer has no weights, or a parameter
   *     does not move exactly one probe first
   */
  public Layout {
    parameters = List.copyOf(parameters);
    probes = List.copyOf(probes);
    requireDistinct(parameters.stream().map(Parameter::name).toList());
    requireDistinct(probes.stream().map(Probe::name).toList());
    for (int layer = 0; layer < layers(parameters); layer++) {
      firstWeights(parameters, layer);
    }
    List<String> moved =
        probes.stream().flatMap(probe -> probe.parameters().stream()).sorted().toList();
    List<String> named = parameters.stream().map(Parameter::name).sorted().toList();
    if (!moved.equals(named)) {
      throw new IllegalArgumentException(
          "probes must name every parameter once, and no others: they name %s of %s"
              .formatted(moved, named));
    }
  }

  private static void requireDistinct(List<String> names) {
    if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "names of parameters and of probes must be distinct, and some, got " + names);
    }
  }

  private static int layers(List<Parameter> parameters) {
    return 1 + parameters.stream().mapToInt(Parameter::layer).max().orElse(-1);
  }

  private static int firstWeights(List<Parameter> parameters, int layer) {
    return IntStream.range(0, parameters.size())
        .filter(g -> parameters.get(g).layer() == layer && parameters.get(g).role().isWeight())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("layer %d has no weights".formatted(layer)));
  }

  /** Returns the number of layers. */
  public int layers() {
    return layers(parameters);
  }

  /** Returns the first weights of a layer, a place in the list of parameters. */
  public int firstWeights(int layer) {
    return firstWeights(parameters, layer);
  }

  /** Returns which probe a parameter moves first, a place in the list of probes. */
  public int probeOf(Parameter parameter) {
    return IntStream.range(0, probes.size())
        .filter(p -> probes.get(p).parameters().contains(parameter.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter of this: " + parameter));
  }

  /** Returns the parameter groups, in order. */
  public List<ParameterGroup> groups() {
    return parameters.stream().map(Parameter::group).toList();
  }

  /** Returns what they are in the network, in order. */
  public List<ModulePlace> modules() {
    return parameters.stream().map(Parameter::module).toList();
  }

  /**
   * Returns what a rule table asks of each parameter.
   *
   * @param base the same network at the width that counts as 1
   * @throws IllegalArgumentException if it has other parameters
   */
  public List<GroupRole> over(Layout base) {
    List<String> names = parameters.stream().map(Parameter::name).toList();
    List<String> baseNames = base.parameters.stream().map(Parameter::name).toList();
    if (!names.equals(baseNames)) {
      throw new IllegalArgumentException(
          "parameters %s and base parameters %s are of different networks"
              .formatted(names, baseNames));
    }
    List<GroupRole> roles = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      roles.add(parameters.get(g).over(base.parameters.get(g)));
    }
    return roles;
  }
}
