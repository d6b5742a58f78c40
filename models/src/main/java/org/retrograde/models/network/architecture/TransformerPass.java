package org.retrograde.models.network.architecture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.models.autodiff.LinearMaps.AddedRow;
import org.retrograde.models.autodiff.LinearMaps.Looked;
import org.retrograde.models.autodiff.LinearMaps.Rotated;
import org.retrograde.models.autodiff.LinearMaps.Scaled;
import org.retrograde.models.autodiff.LinearMaps.WeightedSum;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Products.Linear;
import org.retrograde.models.autodiff.Products.ScaledColumns;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.reversible.device.Tensor;

/** A forward pass of a transformer: its parameters by their names, and what is done with them. */
final class TransformerPass {

  private static final double ROTARY_BASE = 10_000;

  /** Within root mean squares, as PyTorch has it for layer norms. */
  private static final double EPSILON = 1e-5;

  private final DecoderSettings network;
  private final NetworkSizes sizes;
  private final Tape tape;
  private final Map<String, Leaf> leaves = new HashMap<>();
  private final BlockScales[] scales;
  private final int window;
  private int rows;

  TransformerPass(DecoderSettings network, NetworkSizes sizes, Tape tape, List<Leaf> parameters) {
    this.network = network;
    this.sizes = sizes;
    this.tape = tape;
    this.scales =
        tape.kept(
            List.of("scales", network, sizes),
            BlockScales[].class,
            () -> network.scales(sizes).toArray(BlockScales[]::new));
    this.window = window(sizes);
    Layout layout =
        tape.kept(List.of("layout", network, sizes), Layout.class, () -> network.layout(sizes));
    for (int i = 0; i < parameters.size(); i++) {
      leaves.put(layout.parameters().get(i).name(), parameters.get(i));
    }
  }

  /** Returns how many tokens are seen together. */
  static int window(NetworkSizes sizes) {
    if (sizes.shape() instanceof InputShape.Token token) {
      return token.window();
    }
    throw new IllegalArgumentException(
        "the architecture reads tokens of a text (data.source kjv or text)");
  }

  DecoderSettings network() {
    return network;
  }

  NetworkSizes sizes() {
    return sizes;
  }

  Tape tape() {
    return tape;
  }

  int window() {
    return window;
  }

  /** Returns the scales of a block, counted from 1. */
  BlockScales scales(int block) {
    return scales[block - 1];
  }

  /** Returns the windows of the rows that are passed. */
  int windows() {
    return rows / window;
  }

  private Leaf leaf(String name) {
    return Objects.requireNonNull(leaves.get(name), name);
  }

  /** Takes vectors of a table, times its multiplier. */
  Variable looked(String table, Variable numbers) {
    rows = numbers.tensor().size();
    if (rows % window != 0) {
      throw new IllegalArgumentException("%d tokens are no windows of %d".formatted(rows, window));
    }
    Leaf leaf = leaf(table);
    return scaled(leaf.multiplier(), tape.apply(new Looked(), leaf.variable(), numbers));
  }

  /** Returns the place of every token in its window. */
  Variable places() {
    Tensor places =
        tape.constant(
            List.of("places", rows, window),
            rows,
            1,
            () -> {
              double[] numbers = new double[rows];
              Arrays.setAll(numbers, i -> i % window);
              return numbers;
            });
    return tape.constant(places);
  }

  Variable scaled(double factor, Variable x) {
    return factor == 1 ? x : tape.apply(new Scaled(factor), x);
  }

  Variable sum(double first, Variable a, double second, Variable b) {
    return tape.apply(new WeightedSum(first, second), a, b);
  }

  /** Multiplies by a matrix, and adds its biases where there are any. */
  Variable linear(String name, Variable x) {
    return linear(name, 1, x);
  }

  /** Multiplies by a matrix and a factor, and adds its biases where there are any. */
  Variable linear(String name, double factor, Variable x) {
    Leaf matrix = leaf(name);
    double multiplier = factor * matrix.multiplier();
    return network.biases()
        ? tape.apply(new Affine(multiplier), x, matrix.variable(), leaf("b" + name).variable())
        : tape.apply(new Linear(multiplier), x, matrix.variable());
  }

  /**
   * Multiplies by a table of vectors, transposed and times a factor, with biases if there are any.
   */
  Variable products(String table, double factor, String biases, Variable x) {
    Leaf leaf = leaf(table);
    Variable z = tape.apply(new Linear(factor * leaf.multiplier(), true), x, leaf.variable());
    return network.biases() ? tape.apply(new AddedRow(), z, leaf(biases).variable()) : z;
  }

  /** Normalizes rows, and multiplies by the gains where there are any. */
  Variable normalized(String gains, Norm norm, Variable x) {
    return normalized(gains, norm, x, x.tensor().cols());
  }

  /** Normalizes blocks of columns, which share their gains. */
  Variable normalized(String gains, Norm norm, Variable x, int block) {
    Variable y = norm.apply(tape, x, block, EPSILON);
    return norm == Norm.NONE || network.gains() == Gains.NONE
        ? y
        : sum(1, y, 1, tape.apply(new ScaledColumns(), y, leaf(gains).variable()));
  }

  /** Turns queries or keys by the angles of their places, where places are told so. */
  Variable placed(Variable x) {
    if (network.positions() != Positions.ROTARY) {
      return x;
    }
    int half = network.headSize(sizes.width()) / 2;
    return tape.apply(new Rotated(angles("cosines", half), angles("sines", half)), x);
  }

  private Tensor angles(String which, int half) {
    return tape.constant(
        List.of(which, window, half),
        window,
        half,
        () -> {
          double[] numbers = new double[window * half];
          for (int place = 0; place < window; place++) {
            for (int pair = 0; pair < half; pair++) {
              double angle = place * StrictMath.pow(ROTARY_BASE, -(double) pair / half);
              numbers[place * half + pair] =
                  which.equals("sines") ? StrictMath.sin(angle) : StrictMath.cos(angle);
            }
          }
          return numbers;
        });
  }

  Variable dropout(Variable x) {
    return tape.dropout(x, 1 - network.dropout());
  }
}
