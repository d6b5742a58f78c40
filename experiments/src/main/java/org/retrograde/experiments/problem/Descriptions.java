package org.retrograde.experiments.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retrograde.experiments.config.ConfigFiles;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.KeyPath;

/** What the bits of an experiment's runs depend on, in text. */
final class Descriptions {

  /** What is there for people, or says how many runs go on at once. */
  private static final List<String> FOR_PEOPLE =
      List.of("name", "title", "summary", "minutes", "published");

  /** Keys of {@code run} that change no bit. */
  private static final List<String> OF_MACHINES =
      List.of(
          "jobs",
          "engine",
          "memory-budget",
          "spill-memory",
          "checkpoint-minutes",
          "python",
          "python-limit",
          "mlflow",
          "tensorboard");

  private Descriptions() {}

  /**
   * Returns the config without what no bit depends on, and the hashes of the data. Where the data
   * lie is left out: another machine may have them elsewhere.
   */
  static String of(ExperimentConfig config, Map<String, String> dataHashes) {
    ObjectNode tree = (ObjectNode) ConfigWriter.toTree(config);
    tree.remove(FOR_PEOPLE);
    if (tree.get("run") instanceof ObjectNode run) {
      run.remove(OF_MACHINES);
    }
    if (tree.get("judge") instanceof ObjectNode judge) {
      judge.remove("curve-points");
    }
    for (String key : ConfigFiles.of(config).keys()) {
      remove(tree, key);
    }
    return tree + " " + new TreeMap<>(dataHashes);
  }

  private static void remove(ObjectNode tree, String key) {
    JsonNode parent = tree.at(KeyPath.pointer(KeyPath.parent(key)));
    if (parent instanceof ObjectNode section) {
      section.remove(KeyPath.last(key));
    } else if (parent instanceof ArrayNode list) {
      list.removeAll(); // the hashes say how many there are
    }
  }
}
