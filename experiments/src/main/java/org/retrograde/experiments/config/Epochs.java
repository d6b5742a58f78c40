package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.retrograde.experiments.config.text.ConfigTree;

/**
 * The length of a run in passes through the training rows, in the tree of a config: it is replaced
 * by the steps that it stands for, so that whatever is written later has those.
 */
final class Epochs {

  private static final String TRAINING = "training";
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";
  private static final String EPOCHS_PATH = "training.epochs";

  /** So many that no other check trips over them. */
  private static final int UNKNOWN = 100_000_000;

  private Epochs() {}

  /**
   * Takes a length away where it is said anew, in whichever of the two ways.
   *
   * @param root of the tree that gives way. Modified.
   * @param newer that comes before it. Not modified.
   */
  static void giveWay(ObjectNode root, ObjectNode newer) {
    if (isSaid(newer, EPOCHS)) {
      remove(root, STEPS);
    } else if (isSaid(newer, STEPS)) {
      remove(root, EPOCHS);
    }
  }

  /** As {@link #giveWay(ObjectNode, ObjectNode)}, to changes that have the form of --set. */
  static void giveWay(ObjectNode root, List<String> overrides) {
    if (isSaid(overrides, EPOCHS) && !isSaid(overrides, STEPS)) {
      remove(root, STEPS);
    } else if (isSaid(overrides, STEPS) && !isSaid(overrides, EPOCHS)) {
      remove(root, EPOCHS);
    }
  }

  private static boolean isSaid(ObjectNode root, String key) {
    return root.path(TRAINING).hasNonNull(key);
  }

  private static boolean isSaid(List<String> overrides, String key) {
    return overrides.stream()
        .anyMatch(change -> change.replaceFirst("=.*", "").strip().equals(TRAINING + "." + key));
  }

  private static void remove(ObjectNode root, String key) {
    if (root.get(TRAINING) instanceof ObjectNode training) {
      training.remove(key);
    }
  }

  /**
   * Replaces epochs by steps, or reports why that cannot be. After the problem was unfolded, before
   * defaults are filled in.
   */
  static void resolve(ConfigTree tree) {
    if (!tree.has(EPOCHS_PATH)) {
      return;
    }
    complaint(tree).ifPresent(words -> tree.report(EPOCHS_PATH, words));
    ObjectNode training = (ObjectNode) tree.at(TRAINING);
    training.put(
        STEPS, tree.number(EPOCHS_PATH).map(epochs -> steps(tree, epochs)).orElse(UNKNOWN));
    training.remove(EPOCHS);
  }

  private static Optional<String> complaint(ConfigTree tree) {
    if (tree.has("training.steps")) {
      return Optional.of("says the same as training.steps; remove one of the two");
    }
    if (tree.number(EPOCHS_PATH).filter(epochs -> epochs > 0 && epochs <= UNKNOWN).isEmpty()) {
      return Optional.of(
          "must be a number above 0 and at most %d, got %s"
              .formatted(UNKNOWN, tree.at(EPOCHS_PATH)));
    }
    boolean hasRows =
        Problems.kind(tree.root())
            .filter(kind -> kind.reads().containsAll(List.of("data", "training.batch")))
            .isPresent();
    if (!hasRows || DataKeyChecks.isText(tree)) {
      return Optional.of(
          "needs training rows to go through, and %s; give training.steps"
              .formatted(hasRows ? "a text has none" : "this problem has none"));
    }
    return Optional.empty();
  }

  /** As many as full batches fit into the rows, in each epoch. */
  private static int steps(ConfigTree tree, double epochs) {
    Optional<Double> rows = tree.number("data.train");
    Optional<Double> batch = tree.number("training.batch").filter(size -> size >= 1);
    if (rows.isEmpty() || batch.isEmpty()) {
      return UNKNOWN; // which is reported
    }
    double full = Math.floor(rows.get() / batch.get());
    return full < 1
        ? UNKNOWN // which is reported
        : (int) Math.max(1, Math.min(Math.rint(epochs * full), Integer.MAX_VALUE));
  }
}
