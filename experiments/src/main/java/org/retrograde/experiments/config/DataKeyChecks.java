package org.retrograde.experiments.config;

import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.text.ConfigTree;

/** Which keys of {@code data} belong to which source. */
final class DataKeyChecks {
  private static final List<String> IDX_FILES =
      List.of("train-images", "train-labels", "test-images", "test-labels");
  private static final List<String> FILES =
      List.of("train-images", "train-labels", "test-images", "test-labels", "file");
  private static final Map<String, List<String>> REQUIRED_BY_SOURCE =
      Map.of("synthetic", List.of("features", "classes"), "idx", IDX_FILES, "csv", List.of("file"));
  private static final Map<String, List<String>> SOURCES_BY_KEY =
      Map.of(
          "features", List.of("synthetic"),
          "classes", List.of("synthetic"),
          "train-images", List.of("idx"),
          "train-labels", List.of("idx"),
          "test-images", List.of("idx"),
          "test-labels", List.of("idx"),
          "file", List.of("csv"),
          "label-column", List.of("csv"),
          "header", List.of("csv"),
          "shuffle-seed", List.of("mnist", "idx", "csv"));

  private DataKeyChecks() {}

  /** Returns the keys that hold paths. */
  static List<String> fileKeys() {
    return FILES;
  }

  /** Reports keys of another source and missing keys of this one. */
  static void check(ConfigTree tree) {
    tree.text("data.source").ifPresent(source -> check(tree, source));
  }

  private static void check(ConfigTree tree, String source) {
    SOURCES_BY_KEY.forEach(
        (key, sources) -> {
          if (tree.has("data." + key) && !sources.contains(source)) {
            tree.report(
                "data." + key,
                "belongs to source %s, but data.source is %s; remove it"
                    .formatted(String.join(" or ", sources), source));
          }
        });
    for (String key : REQUIRED_BY_SOURCE.getOrDefault(source, List.of())) {
      if (tree.at("data").path(key).isMissingNode()) {
        tree.report("data." + key, "is missing; source " + source + " requires it");
      }
    }
  }
}
