package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Architectures;

/**
 * The hidden layers of an architecture that says itself how many it has: a config need not say it
 * again, nor otherwise.
 *
 * @param isGiven whether the config says it, beside the architecture
 */
record OwnDepth(boolean isGiven) {

  private static final String DEPTH = "model.depth";

  /** Looks at a tree that no defaults were filled into. */
  static OwnDepth of(ConfigTree tree) {
    return new OwnDepth(tree.has(DEPTH));
  }

  /** Fills in a tree that was checked against the schema, or reports what contradicts. */
  void check(ConfigTree tree) {
    architecture(tree)
        .map(Architecture::depth)
        .filter(OptionalInt::isPresent)
        .ifPresent(own -> check(tree, own.getAsInt()));
  }

  private void check(ConfigTree tree, int own) {
    if (!isGiven) {
      ((ObjectNode) tree.at("model")).put("depth", own);
    } else if (tree.number(DEPTH).filter(depth -> depth != own).isPresent()) {
      tree.report(
          DEPTH,
          "model.architecture has %d hidden layers, got %s; remove it"
              .formatted(own, tree.at(DEPTH)));
    }
  }

  /** Returns the architecture of a config, if it was not refused. */
  static Optional<Architecture> architecture(ConfigTree tree) {
    String path = "model.architecture";
    if (tree.errors().stream().anyMatch(error -> error.path().startsWith(path))
        || !tree.has(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(WordTrees.read(Architectures.ALL, tree.at(path)));
    } catch (IllegalArgumentException refused) {
      return Optional.empty(); // reported when it is bound
    }
  }
}
