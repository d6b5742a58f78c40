package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.models.autodiff.BlockFunctions.CausalSoftmax;
import org.retrograde.models.autodiff.LinearMaps.Scaled;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.autodiff.Node;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Products.HeadProduct;
import org.retrograde.models.autodiff.Products.Linear;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.autodiff.Workspace;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.StepScaling;

/** Standard deviations of everything in the first pass of a transformer, over some draws. */
final class UnitSizes {

  static final int WINDOW = 16;
  static final int KINDS = 512;

  private static final int WINDOWS = 64;
  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);

  private final Map<String, Double> variances = new LinkedHashMap<>();
  private final int draws;

  private UnitSizes(int draws) {
    this.draws = draws;
  }

  static NetworkSizes sizes(int width, int depth, Nonlinearity f) {
    return new NetworkSizes(
        new InputShape.Token(WINDOW), Collections.nCopies(depth, width), KINDS, f);
  }

  /**
   * Measures: results that are to be of size 1 by the number of their node, "value of" what probes
   * see, "adjoint of" it times the tokens, "gradient of" parameters times the root of the tokens.
   */
  static UnitSizes of(Architecture network, NetworkSizes sizes, int draws) {
    UnitSizes found = new UnitSizes(draws);
    RandomGenerator random = new Well19937c(17);
    for (int draw = 0; draw < draws; draw++) {
      found.draw(network, sizes, random);
    }
    return found;
  }

  private void draw(Architecture network, NetworkSizes sizes, RandomGenerator random) {
    int rows = WINDOW * WINDOWS;
    Tensor tokens = DEVICE.tensor(rows, 1);
    tokens.assign(() -> random.nextInt(KINDS));
    double[] labels = new double[rows * KINDS];
    for (int row = 0; row < rows; row++) {
      labels[row * KINDS + random.nextInt(KINDS)] = 1;
    }
    Tensor targets = DEVICE.tensor(rows, KINDS);
    targets.assign(labels);
    Tape tape = new Tape(new Workspace(DEVICE));
    Layout layout = network.layout(sizes);
    List<Leaf> leaves = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      Tensor start = DEVICE.tensor(parameter.group().rows(), parameter.group().cols());
      start.assign(random::nextGaussian);
      gradients.add(DEVICE.tensor(start.rows(), start.cols()));
      double multiplier =
          Parametrization.U_MUP
              .factors(parameter.over(parameter), StepScaling.NORMALIZED)
              .multiplier();
      leaves.add(new Leaf(tape.leaf(start, gradients.get(gradients.size() - 1)), multiplier));
    }
    List<Variable> seen = network.forward(sizes, tape, tape.constant(tokens), leaves);
    tape.differentiate(TrainingLoss.of(Loss.CROSS_ENTROPY), seen.get(seen.size() - 1), targets);
    for (int i = 0; i < layout.probes().size(); i++) {
      String name = layout.probes().get(i).name();
      add("value of " + name, 1, seen.get(i).tensor());
      add("adjoint of " + name, rows, adjoint(seen.get(i)));
    }
    for (int g = 0; g < gradients.size(); g++) {
      add("gradient of " + layout.parameters().get(g).name(), Math.sqrt(rows), gradients.get(g));
    }
    List<Node> nodes = tape.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (isOfUnitSize(nodes.get(i), nodes)) {
        String kind = Objects.requireNonNull(nodes.get(i).origin()).getClass().getSimpleName();
        add("%s %d".formatted(kind, i), 1, nodes.get(i).variable().tensor());
      }
    }
  }

  /**
   * All but logits and their softmax, what enters and leaves a nonlinearity before it is scaled, a
   * gate before it multiplies, and what the readout makes.
   */
  private static boolean isOfUnitSize(Node node, List<Node> nodes) {
    if (node.origin() instanceof Scaled) {
      return nodes.stream()
          .anyMatch(
              next -> next.origin() instanceof Linear && next.inputs().get(0) == node.variable());
    }
    return node.origin() != null
        && !(node.origin() instanceof HeadProduct product && product.transposed())
        && !(node.origin() instanceof CausalSoftmax || node.origin() instanceof Elementwise)
        && node.variable().tensor().cols() != KINDS;
  }

  private static Tensor adjoint(Variable of) {
    Tensor copy = DEVICE.tensor(of.tensor().rows(), of.tensor().cols());
    new Tape(new Workspace(DEVICE)).leaf(copy, copy).adjoint().addScaled(1, of.adjoint());
    return copy;
  }

  private void add(String name, double factor, Tensor numbers) {
    double[] all = numbers.toArray();
    double mean = 0;
    double square = 0;
    for (double x : all) {
      mean += factor * x / all.length;
      square += factor * x * factor * x / all.length;
    }
    variances.merge(name, (square - mean * mean) / draws, Double::sum);
  }

  /** Returns the sizes of results that are to be 1. */
  Map<String, Double> results() {
    Map<String, Double> results = new LinkedHashMap<>();
    variances.forEach(
        (name, variance) -> {
          if (!name.contains(" of ")) {
            results.put(name, Math.sqrt(variance));
          }
        });
    return results;
  }

  double of(String name) {
    return Math.sqrt(Objects.requireNonNull(variances.get(name), name));
  }
}
