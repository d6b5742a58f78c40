package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.retrograde.experiments.config.text.ConfigTree;

/**
 * Names that other libraries have for optimizers, in the tree of a config: each is replaced by the
 * optimizer that it is short for, so that whatever is written later has that one.
 */
final class OptimizerNames {

  private static final String OPTIMIZER = "training.optimizer";
  private static final String ADAM = "adam";
  private static final String SGD = "sgd";

  private static final Map<String, String> SHORT_FOR = Map.of(ADAM, "adamw", SGD, "heavy-ball");

  private OptimizerNames() {}

  /** Replaces such a name, and reports what it has not. Before defaults are filled in. */
  static void resolve(ConfigTree tree) {
    String name = tree.word(OPTIMIZER).orElse("");
    if (!SHORT_FOR.containsKey(name)) {
      return;
    }
    String decay = "training.weight-decay";
    if (name.equals(ADAM) && tree.number(decay).orElse(0.0) != 0) {
      tree.report(decay, "optimizer adam has none; name adamw, which has one, or use training.l2");
    }
    String momentum = "training.momentum";
    if (name.equals(SGD) && tree.number(momentum).orElse(1.0) == 0) {
      tree.report(
          momentum,
          "must be above 0, got 0: a step that keeps nothing of its velocity cannot be undone");
    }
    String whole = SHORT_FOR.get(name);
    if (tree.at(OPTIMIZER) instanceof ObjectNode section) {
      section.put("name", whole);
    } else {
      ((ObjectNode) tree.at("training")).put("optimizer", whole);
    }
  }
}
