package org.retrograde.experiments.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;

/** What the bits of an experiment's runs depend on, in text. */
final class Descriptions {

  /** What is there for people, or says how many runs go on at once. */
  private static final List<String> FOR_PEOPLE =
      List.of("name", "title", "summary", "minutes", "published");

  private Descriptions() {}

  /** Returns the config without what no bit depends on, and the hashes of the data. */
  static String of(ExperimentConfig config, Map<String, String> dataHashes) {
    ObjectNode tree = (ObjectNode) ConfigWriter.toTree(config);
    tree.remove(FOR_PEOPLE);
    if (tree.get("run") instanceof ObjectNode run) {
      run.remove(
          List.of(
              "jobs",
              "memory-budget",
              "spill-memory",
              "checkpoint-minutes",
              "python",
              "python-limit"));
    }
    return tree + " " + new TreeMap<>(dataHashes);
  }
}
