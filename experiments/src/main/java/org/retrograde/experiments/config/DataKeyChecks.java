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
  private static final List<String> FOLDERS = List.of("folder");
  private static final Map<String, List<String>> REQUIRED_BY_SOURCE =
      Map.of(
          "synthetic", List.of("features", "classes"),
          "idx", IDX_FILES,
          "csv", List.of("file"),
          "images", List.of("folder", "side"),
          "text", List.of("file"));
  private static final Map<String, List<String>> SOURCES_BY_KEY =
      Map.ofEntries(
          Map.entry("features", List.of("synthetic")),
          Map.entry("classes", List.of("synthetic")),
          Map.entry("train-images", List.of("idx")),
          Map.entry("train-labels", List.of("idx")),
          Map.entry("test-images", List.of("idx")),
          Map.entry("test-labels", List.of("idx")),
          Map.entry("file", List.of("csv", "text")),
          Map.entry("label-column", List.of("csv")),
          Map.entry("header", List.of("csv")),
          Map.entry("standardize", List.of("csv")),
          Map.entry("shape", List.of("synthetic", "csv")),
          Map.entry("folder", List.of("fashion-mnist", "images")),
          Map.entry("side", List.of("images")),
          Map.entry("unit", List.of("text")),
          Map.entry("window", List.of("kjv", "text")),
          Map.entry(
              "train-noise",
              List.of("mnist", "fashion-mnist", "synthetic", "idx", "csv", "images")),
          Map.entry("shuffle-seed", List.of("mnist", "fashion-mnist", "idx", "csv", "images")));

  private DataKeyChecks() {}

  /** Returns whether the data are a text. */
  static boolean isText(ConfigTree tree) {
    List<String> sources = SOURCES_BY_KEY.getOrDefault("window", List.of());
    return tree.text("data.source").filter(sources::contains).isPresent();
  }

  /** Returns the keys that hold paths of files. */
  static List<String> fileKeys() {
    return FILES;
  }

  /** Returns the keys that hold paths of folders. */
  static List<String> folderKeys() {
    return FOLDERS;
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
    if (tree.at("data.standardize").asBoolean() && !tree.at("data.centre").asBoolean(true)) {
      tree.report(
          "data.standardize", "takes the mean off as well; remove data.centre: false, or this");
    }
    for (String key : REQUIRED_BY_SOURCE.getOrDefault(source, List.of())) {
      if (tree.at("data").path(key).isMissingNode()) {
        tree.report("data." + key, "is missing; source " + source + " requires it");
      }
    }
  }
}
