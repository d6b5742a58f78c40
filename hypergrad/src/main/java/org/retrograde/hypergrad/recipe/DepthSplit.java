package org.retrograde.hypergrad.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.Tied;
import org.retrograde.hypergrad.hyperparameter.Tying;

/** The raw numbers of a space, taken apart. */
final class DepthSplit {

  private final Map<String, DepthNumbers> depth;
  private final double[] rest;

  private DepthSplit(Map<String, DepthNumbers> depth, double[] rest) {
    this.depth = depth;
    this.rest = rest;
  }

  /** Returns those of blocks, by the name of their hyperparameter. */
  Map<String, DepthNumbers> depth() {
    return depth;
  }

  /** Returns all, with 0 where a number is one of a block. */
  double[] rest() {
    return rest.clone();
  }

  static DepthSplit of(HyperparameterSpace space, double[] raw, List<ModulePlace> modules) {
    Map<String, DepthNumbers> depth = new TreeMap<>();
    double[] rest = raw.clone();
    int offset = 0;
    for (Hyperparameter hyperparameter : space.hyperparameters()) {
      if (hyperparameter instanceof Tied tied && tied.tying().hasFactors()) {
        double[] own = Arrays.copyOfRange(raw, offset, offset + hyperparameter.size());
        depth.put(hyperparameter.name(), numbers(tied, own, modules));
        clear(tied, rest, offset);
      }
      offset += hyperparameter.size();
    }
    return new DepthSplit(depth, rest);
  }

  private static DepthNumbers numbers(Tied tied, double[] own, List<ModulePlace> modules) {
    Tying tying = tied.tying();
    double[][] points = new double[ModulePlace.blocks(modules)][tied.rows()];
    for (int g = 0; g < tying.places(); g++) {
      if (tying.factor(g) >= 0) {
        for (int row = 0; row < tied.rows(); row++) {
          points[modules.get(g).block() - 1][row] = own[row * tying.columns() + tying.factor(g)];
        }
      }
    }
    List<String> types =
        IntStream.range(0, tying.places())
            .filter(tying::moves)
            .filter(g -> modules.get(g).block() > 0)
            .mapToObj(g -> modules.get(g).type())
            .distinct()
            .toList();
    List<List<Double>> all = new ArrayList<>();
    for (double[] block : points) {
      all.add(Arrays.stream(block).boxed().toList());
    }
    return new DepthNumbers(types, all);
  }

  private static void clear(Tied tied, double[] rest, int offset) {
    Tying tying = tied.tying();
    for (int row = 0; row < tied.rows(); row++) {
      for (int g = 0; g < tying.places(); g++) {
        if (tying.factor(g) >= 0) {
          rest[offset + row * tying.columns() + tying.factor(g)] = 0;
        }
      }
    }
  }
}
