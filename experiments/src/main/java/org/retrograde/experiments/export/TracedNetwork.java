package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.models.autodiff.LinearMaps.Looked;
import org.retrograde.models.autodiff.Node;
import org.retrograde.models.autodiff.Primitive;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * A network of any architecture as Python of a library: its forward pass is recorded at two widths,
 * and each primitive written as one line, with its numbers as they follow the width.
 *
 * @param shapes of each parameter, expressions of {@code width}
 * @param lines that make {@code output} of {@code x}, {@code p} and {@code width}
 * @param functions of the template {@code layers.jte} that the lines call
 * @param frequencies constants that they name
 * @param multiple what a width is a multiple of
 * @param width an expression of the width by the parameters {@code p}
 */
record TracedNetwork(
    Map<String, String> shapes,
    List<String> lines,
    Set<String> functions,
    Map<List<Double>, String> frequencies,
    int multiple,
    String width) {

  /** Names that lines have for something else. */
  private static final Set<String> TAKEN =
      Set.of(
          "p",
          "x",
          "key",
          "width",
          "output",
          "places",
          "torch",
          "jax",
          "centred",
          "normalized",
          "scaled_columns",
          "rotated",
          "head_logits",
          "head_values",
          "causal_softmax",
          "dropped",
          "patches",
          "window_max",
          "window_means");

  /** Copies the list. */
  TracedNetwork {
    lines = List.copyOf(lines);
  }

  /**
   * Writes down a network.
   *
   * @param target a library for Python
   * @throws ExportException if it does something that has no formula there
   */
  static TracedNetwork of(NetworkFamily family, ExportTarget target) {
    int base = family.config().model().baseWidth();
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      NetworkTrace atBase = NetworkTrace.of(device, family.spec(base));
      NetworkTrace wider = NetworkTrace.of(device, family.spec(PowerLaw.RATIO * base));
      return new Writer(atBase, wider, new WidthText(base), new Formulas(target)).write();
    }
  }

  /** Returns whether a function of the template is called. */
  boolean calls(String function) {
    return functions.contains(function);
  }

  /** Returns whether a step of training drops numbers. */
  boolean drops() {
    return lines.stream().anyMatch(line -> line.contains("drop"));
  }

  /** Returns whether the lines have a name for the places of tokens in their windows. */
  boolean placesTokens() {
    return lines.stream().anyMatch(line -> line.contains("[places]"));
  }

  /** Writes one network. */
  private static final class Writer {

    private final NetworkTrace atBase;
    private final NetworkTrace wider;
    private final WidthText numbers;
    private final Formulas formulas;
    private final Map<Variable, String> names = new HashMap<>();
    private final Set<String> used = new TreeSet<>(TAKEN);

    Writer(NetworkTrace atBase, NetworkTrace wider, WidthText numbers, Formulas formulas) {
      this.atBase = atBase;
      this.wider = wider;
      this.numbers = numbers;
      this.formulas = formulas;
    }

    TracedNetwork write() {
      Map<String, String> shapes = new LinkedHashMap<>();
      String width = null;
      for (int g = 0; g < atBase.parameters().size(); g++) {
        Parameter parameter = atBase.layout().parameters().get(g);
        String name = parameter.name();
        names.put(atBase.parameters().get(g), "p[\"%s\"]".formatted(name));
        List<String> shape = shape(g);
        shapes.put(name, shape.size() == 1 ? "(%s,)".formatted(shape.get(0)) : tuple(shape));
        width = width == null ? width(name, shape) : width;
      }
      names.put(atBase.inputs(), "x");
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < atBase.nodes().size(); i++) {
        Node node = atBase.nodes().get(i);
        if (node.origin() != null) {
          String name = name(node.variable());
          lines.add(name + " = " + formulas.of(operation(node, wider.nodes().get(i))));
          names.put(node.variable(), name);
        }
      }
      if (width == null) {
        throw new ExportException("none of its parameters is as wide as its hidden layers");
      }
      return new TracedNetwork(
          shapes, lines, formulas.functions(), formulas.frequencies(), numbers.multiple(), width);
    }

    private static String tuple(List<String> shape) {
      return "(%s)".formatted(String.join(", ", shape));
    }

    /** Returns the sizes of a parameter, one for what is no weight and has one row. */
    private List<String> shape(int g) {
      Parameter parameter = atBase.layout().parameters().get(g);
      Tensor here = atBase.parameters().get(g).tensor();
      Tensor there = wider.parameters().get(g).tensor();
      String columns = numbers.whole(here.cols(), there.cols());
      return !parameter.role().isWeight() && here.rows() == 1
          ? List.of(columns)
          : List.of(numbers.whole(here.rows(), there.rows()), columns);
    }

    private static @Nullable String width(String name, List<String> shape) {
      int axis = shape.indexOf("width");
      return axis < 0 ? null : "p[\"%s\"].shape[%d]".formatted(name, axis);
    }

    private String name(Variable variable) {
      int probe = atBase.seen().indexOf(variable);
      if (probe == atBase.seen().size() - 1) {
        return "output";
      }
      String safe =
          probe < 0 ? "h" : atBase.layout().probes().get(probe).name().replaceAll("\\W", "_");
      String name = probe < 0 ? "h1" : safe;
      for (int i = 2; !used.add(name); i++) {
        name = safe + i;
      }
      return name;
    }

    private Operation<?> operation(Node node, Node wide) {
      Primitive primitive = node.origin();
      Primitive same = wide.origin();
      if (primitive == null || same == null || primitive.getClass() != same.getClass()) {
        throw new ExportException("it does something else at another width");
      }
      List<String> inputs = new ArrayList<>();
      for (Variable input : node.inputs()) {
        inputs.add(
            names.containsKey(input) ? names.get(input) : constant(primitive, input.tensor()));
      }
      return new Operation<>(primitive, same, node.inputs(), wide.inputs(), inputs, numbers);
    }

    /** The only numbers that are no parameters and do not follow from some: places in a window. */
    private String constant(Primitive primitive, Tensor tensor) {
      double[] all = tensor.toArray();
      int window = atBase.inputs().tensor().rows() / NetworkTrace.EXAMPLES;
      boolean places = primitive instanceof Looked && all.length % window == 0;
      for (int i = 0; i < all.length; i++) {
        places &= all[i] == i % window;
      }
      if (!places) {
        throw new ExportException("it has numbers that are neither tuned nor drawn");
      }
      return "places";
    }
  }
}
