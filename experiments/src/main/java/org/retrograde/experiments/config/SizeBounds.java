package org.retrograde.experiments.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;

/**
 * What no machine has room for: it is refused before anything is made of it. What fits here may
 * still be more than this machine has.
 */
public final class SizeBounds {

  /** Runs that one phase may ask for, as all their seeds are listed. */
  private static final double MOST_RUNS = 1e7;

  private SizeBounds() {}

  /**
   * Returns what is wrong with the size of a network, if anything is.
   *
   * @param hidden units of each hidden layer
   */
  public static Optional<String> network(long inputs, List<Integer> hidden, long outputs) {
    double weights = 0;
    double below = inputs;
    for (double units :
        Stream.concat(hidden.stream().map(Integer::longValue), Stream.of(outputs)).toList()) {
      weights += below * units + units;
      below = units;
    }
    return weights <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "makes a network of %.3g weights, more than an array holds (%d); choose fewer units"
                .formatted(weights, Integer.MAX_VALUE));
  }

  /** Reports to {@code tree} what is too large. */
  static void check(ConfigTree tree) {
    networks(tree);
    runs(tree);
    rates(tree, "grid.learning-rates");
    rates(tree, "sweep.learning-rates");
  }

  private static void networks(ConfigTree tree) {
    if (tree.has("model.hidden")) {
      int layers = tree.at("model.hidden").size();
      List<Integer> hidden = new ArrayList<>();
      IntStream.range(0, layers)
          .forEach(i -> hidden.add(units(tree, "model.hidden." + i).orElse(1)));
      network(inputs(tree), hidden, outputs(tree))
          .ifPresent(message -> tree.report("model.hidden", message));
      return;
    }
    List<String> widths = new ArrayList<>(List.of("model.width", "model.base-width"));
    for (String section : List.of("transfer", "sweep")) {
      int count = tree.at(section + ".widths").size();
      IntStream.range(0, count).forEach(i -> widths.add(section + ".widths." + i));
    }
    int depth = units(tree, "model.depth").orElse(1);
    for (String path : widths) {
      Optional<String> message =
          units(tree, path)
              .flatMap(
                  width -> network(inputs(tree), Collections.nCopies(depth, width), outputs(tree)));
      if (message.isPresent()) {
        tree.report(path, message.get()); // the others may be too large for the same reason
        return;
      }
    }
  }

  /** What the config does not say is known when the data are loaded. */
  private static long inputs(ConfigTree tree) {
    return units(tree, "data.features").orElse(1);
  }

  private static long outputs(ConfigTree tree) {
    return units(tree, "data.classes").orElse(1);
  }

  private static Optional<Integer> units(ConfigTree tree, String path) {
    return tree.number(path).map(Double::intValue);
  }

  private static void runs(ConfigTree tree) {
    double iterations = tree.number("tune.iterations").orElse(1.0);
    double seeds = tree.number("tune.seeds").orElse(1.0);
    if (iterations * seeds > MOST_RUNS) {
      tree.report(
          "tune.iterations",
          "%.0f of %.0f seeds each are %.3g runs, more than %.0f"
              .formatted(iterations, seeds, iterations * seeds, MOST_RUNS));
    }
  }

  private static void rates(ConfigTree tree, String path) {
    double last =
        tree.number(path + ".from").orElse(1.0)
            * Math.pow(
                tree.number(path + ".factor").orElse(1.0),
                tree.number(path + ".count").orElse(1.0) - 1);
    if (!Double.isFinite(last)) {
      tree.report(
          path + ".count",
          "the last learning rate, from * factor^(count - 1), must be a finite number");
    }
  }
}
