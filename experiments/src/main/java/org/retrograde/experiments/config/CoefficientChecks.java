package org.retrograde.experiments.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/** What an update rule asks of its coefficients that their ranges do not say. */
final class CoefficientChecks {

  private static final String RATE = "training." + Coefficient.LEARNING_RATE.word();

  private final ConfigTree tree;

  private CoefficientChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    CoefficientChecks checks = new CoefficientChecks(tree);
    checks.decaysOfOne();
    tree.word("training.optimizer").flatMap(Optimizers.ALL::find).ifPresent(checks::weightDecay);
  }

  /** Decays are ratios of 16 bits: from some number on they are 1, and nothing is taken in. */
  private void decaysOfOne() {
    for (String path : decays()) {
      tree.number(path)
          .filter(value -> value >= Ratio.ONE_FROM && value < 1)
          .ifPresent(
              value ->
                  tree.report(
                      path,
                      "must be %s (0.9999924), got %s: decays are ratios of 16 bits,"
                              .formatted(Ratio.BELOW_ONE, tree.at(path))
                          + " and this one is 1, so that no gradient would count"));
    }
  }

  private List<String> decays() {
    List<String> paths = new ArrayList<>();
    ofUse(Coefficient.Use.DECAY).map(word -> "training." + word).forEach(paths::add);
    tree.keys("arms").forEach(arm -> paths.add("arms.%s.momentum".formatted(arm)));
    for (int i = 0; i < tree.at("grid.momenta").size(); i++) {
      paths.add("grid.momenta." + i);
    }
    return paths;
  }

  /** A decay that no step applies, or one that would turn weights around. */
  private void weightDecay(Optimizer optimizer) {
    List<String> own = optimizer.coefficients().stream().map(Coefficient::word).toList();
    ofUse(Coefficient.Use.WEIGHT_DECAY)
        .forEach(
            word -> {
              String path = "training." + word;
              Optional<Double> decay = tree.number(path).filter(value -> value != 0);
              if (own.contains(word)) {
                decay.ifPresent(value -> notAboveOneOverRate(path, value));
              } else if (decay.isPresent()) {
                tree.report(
                    path,
                    "optimizer %s has none; remove it, or use training.l2"
                        .formatted(optimizer.word()));
              }
            });
  }

  private void notAboveOneOverRate(String path, double decay) {
    tree.number(RATE)
        .filter(rate -> rate * decay > 1)
        .ifPresent(
            rate ->
                tree.report(
                    path,
                    "must be at most 1 / %s (%.4g), as a step multiplies weights by 1 - rate *"
                            .formatted(RATE, 1 / rate)
                        + " decay; got "
                        + tree.at(path)));
  }

  private static Stream<String> ofUse(Coefficient.Use use) {
    return Optimizers.COEFFICIENTS.all().stream()
        .filter(coefficient -> coefficient.use() == use)
        .map(Coefficient::word);
  }
}
