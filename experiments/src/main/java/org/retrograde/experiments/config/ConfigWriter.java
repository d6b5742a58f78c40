package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.word.Word;

/** Writes a resolved experiment, or a part of one. */
public final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * Returns the experiment as YAML with every default filled in, absolute paths and no comments.
   * {@link ConfigReader} reads it back equal.
   *
   * @param config the experiment
   * @return YAML, ending with a line break
   */
  public static String toYaml(ExperimentConfig config) {
    return ConfigMapper.write(config);
  }

  /**
   * Returns the experiment as a tree, with every default filled in and absolute paths; {@link
   * ConfigReader#readText} reads its JSON back equal.
   *
   * @param config the experiment
   * @return a JSON object
   */
  public static JsonNode toTree(ExperimentConfig config) {
    return ConfigMapper.toTree(config);
  }

  /**
   * Returns {@link #toTree} without who runs the trials and who is told of them, which is no matter
   * of those who train with the config elsewhere.
   */
  public static JsonNode toTreeForOthers(ExperimentConfig config) {
    ObjectNode tree = ConfigMapper.toTree(config);
    if (tree.get("run") instanceof ObjectNode run) {
      run.remove(List.of("engine", "mlflow", "tensorboard"));
    }
    return tree;
  }

  /**
   * Returns a schedule in one line, as a config may have it: a word, unless it has numbers.
   *
   * @return such as {@code linear} or {@code [{name: warmup, until: 0.1}, linear]}
   */
  public static String inOneLine(Schedule schedule) {
    return inOneLine(ScheduleTrees.of(schedule));
  }

  /** Returns a word as it stands in a config, in one line. */
  public static String inOneLine(Word word) {
    return inOneLine(WordTrees.of(word));
  }

  private static String inOneLine(JsonNode tree) {
    return tree.isTextual()
        ? tree.asText()
        : tree.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
  }
}
