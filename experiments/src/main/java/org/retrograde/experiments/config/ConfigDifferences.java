package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.experiments.config.text.YamlDocument;

/** Where configs differ. */
public final class ConfigDifferences {

  /** Who runs the trials, and how many at once: no result depends on it. */
  private static final Set<String> OF_MACHINES = Set.of("run.engine", "run.jobs");

  private ConfigDifferences() {}

  /**
   * Returns the keys that differ, with both values, but for those that say who runs trials.
   *
   * @param earlier YAML of a resolved config
   * @param now what it is compared with
   * @return sentences such as {@code training.steps is 20 there, 30 now}; none if all are equal
   */
  public static List<String> between(String earlier, ExperimentConfig now) {
    // Through YAML, so that numbers read alike.
    return among(List.of(earlier, ConfigMapper.write(now))).entrySet().stream()
        .map(
            key ->
                "%s is %s there, %s now"
                    .formatted(key.getKey(), key.getValue().get(0), key.getValue().get(1)))
        .toList();
  }

  /**
   * Returns the keys in which some configs differ, but for those that say who runs trials.
   *
   * @param configs each the YAML of a resolved config
   * @return the values of each such key, one a config, as a message shows them
   */
  public static Map<String, List<String>> among(List<String> configs) {
    Map<String, List<String>> differences = new LinkedHashMap<>();
    collect(
        "",
        configs.stream().map(yaml -> YamlDocument.parse("config.yaml", yaml).root()).toList(),
        differences);
    return differences;
  }

  private static void collect(
      String path, List<JsonNode> values, Map<String, List<String>> differences) {
    if (OF_MACHINES.contains(path)) {
      return;
    }
    if (values.stream().allMatch(JsonNode::isObject)) {
      Set<String> keys = new LinkedHashSet<>();
      values.forEach(value -> value.fieldNames().forEachRemaining(keys::add));
      for (String key : keys) {
        collect(
            KeyPath.join(path, key),
            values.stream().map(value -> value.path(key)).toList(),
            differences);
      }
    } else if (values.stream().distinct().count() > 1) {
      differences.put(path, values.stream().map(ConfigDifferences::shown).toList());
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "absent" : Values.describe(value);
  }
}
