package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Parameters of a transformer and the probes that they move first, one after the other. */
final class ParameterList {

  private static final Role SCALAR_GAIN = new Role("norm gain of all", false, false, false);

  private final DecoderSettings network;
  private final int width;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();
  private int block;
  private DepthScaling depth = DepthScaling.NONE;

  ParameterList(DecoderSettings network, int width) {
    this.network = network;
    this.width = width;
  }

  /** Adds the tables of tokens and, where they are learned, of places. */
  void tables(NetworkSizes sizes) {
    table("E", "embedding", sizes.outputs());
    if (network.positions() == Positions.LEARNED) {
      table("P", "position embedding", TransformerPass.window(sizes));
    }
  }

  /** A row of it is taken: the fan-in of one is 1. */
  private void table(String name, String type, int rows) {
    ParameterGroup group = new ParameterGroup(name, rows, width);
    add(type, new Parameter(group, 0, Role.INPUT, 1, width, 1));
  }

  /**
   * Adds a matrix, with its biases where there are any.
   *
   * @param type of the module that it is
   */
  void matrix(String name, String type, int layer, Role role, int in, int out, double variance) {
    add(type, new Parameter(new ParameterGroup(name, in, out), layer, role, in, out, variance));
    biases(name, type, layer, role.isReadout() ? Role.OUTPUT_BIAS : Role.HIDDEN_BIAS, out);
  }

  /** Adds the biases of a matrix, where there are any. */
  void biases(String matrix, String type, int layer, Role role, int out) {
    if (network.biases()) {
      add(type + " bias", Parameter.bias("b" + matrix, layer, role, out));
    }
  }

  /**
   * Adds the gains of a norm of so many columns, where there are any.
   *
   * @param type of what it is before
   * @param wider whether a wider network has more columns
   */
  void gains(String name, String type, int layer, Norm norm, int columns, boolean wider) {
    if (norm != Norm.NONE && network.gains() != Gains.NONE) {
      boolean one = network.gains() == Gains.SCALAR;
      boolean grows = !one && wider;
      add(
          type + " norm gain",
          Parameter.bias(name, layer, grows ? Role.GAIN : SCALAR_GAIN, one ? 1 : columns));
    }
  }

  /** Says that what is added next is of the residual branches of a block, from 1. */
  void block(int number, DepthScaling scaling) {
    block = number;
    depth = scaling;
  }

  /** Says that what is added next is in no block. */
  void outside() {
    block(0, DepthScaling.NONE);
  }

  private void add(String type, Parameter parameter) {
    parameters.add(parameter.in(new ModulePlace(type, block)).inBranch(depth));
    unseen.add(parameter.name());
  }

  /** Adds a probe, which what was added since the last one moves first. */
  void probe(String name, double startPower) {
    probes.add(new Probe(name, unseen, startPower));
    unseen.clear();
  }

  Layout layout() {
    return new Layout(parameters, probes);
  }
}
