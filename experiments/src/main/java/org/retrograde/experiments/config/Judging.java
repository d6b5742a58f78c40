package org.retrograde.experiments.config;

import org.retrograde.experiments.config.text.ConfigTree;

/** The section {@code judge} in the tree of a config. */
final class Judging {

  private static final String JUDGE = "judge";
  private static final String RATES = "judge.baseline.learning-rates";

  private Judging() {}

  /** Has every network that is tuned judged, unless the config says how. */
  static void resolve(ConfigTree tree) {
    boolean network =
        !tree.has("problem")
            || Problems.kind(tree.root())
                .filter(kind -> kind.word().equals(ProblemKind.DEFAULT))
                .isPresent();
    if (network && tree.has("tune") && !tree.has(JUDGE)) {
      tree.root().putObject(JUDGE);
    }
  }

  /** Returns whether a section is there, but asks for nothing. */
  static boolean isOff(ConfigTree tree, String section) {
    return section.equals(JUDGE)
        && tree.number(JUDGE + ".seeds").filter(seeds -> seeds == 0).isPresent();
  }

  /** Reports rates of a baseline that do not rise. */
  static void check(ConfigTree tree) {
    for (int i = 1; i < tree.at(RATES).size(); i++) {
      double before = tree.at(RATES).get(i - 1).asDouble();
      if (tree.at(RATES).get(i).asDouble() <= before) {
        tree.report(
            RATES + "." + i,
            "must be above the one before (%s), got %s".formatted(before, tree.at(RATES).get(i)));
      }
    }
  }
}
