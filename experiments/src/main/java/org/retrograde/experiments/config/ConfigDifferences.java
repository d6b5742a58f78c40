package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.experiments.config.text.YamlDocument;

/** Where two configs differ. */
public final class ConfigDifferences {

  /** Who runs the trials, and how many at once: no result depends on it. */
  private static final Set<String> OF_MACHINES = Set.of("run.engine", "run.jobs");

  private ConfigDifferences() {}

  /**
   * Returns the keys that differ, with both values.
   *
   * @param earlier YAML of a resolved config
   * @param now what it is compared with
   * @return sentences such as {@code training.steps is 20 there, 30 now}; none if all are equal
   */
  public static List<String> between(String earlier, ExperimentConfig now) {
    JsonNode before = YamlDocument.parse("config.yaml", earlier).root();
    JsonNode after =
        YamlDocument.parse("config.yaml", ConfigMapper.write(now)).root(); // numbers read alike
    List<String> differences = new ArrayList<>();
    collect("", before, after, differences);
    return differences;
  }

  private static void collect(String path, JsonNode before, JsonNode after, List<String> found) {
    if (OF_MACHINES.contains(path)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      Set<String> keys = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(keys::add);
      after.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        collect(KeyPath.join(path, key), before.path(key), after.path(key), found);
      }
    } else if (!before.equals(after)) {
      found.add("%s is %s there, %s now".formatted(path, shown(before), shown(after)));
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "absent" : Values.describe(value);
  }
}
