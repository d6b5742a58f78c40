package org.retrograde.experiments.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.text.ConfigTree;

/** Which keys of {@code data} belong to which source. */
final class DataKeyChecks {
  private static final String NPZ = "npz";
  private static final String TEST_LABELS = "test-labels";
  private static final List<String> IDX_FILES =
      List.of("train-images", "train-labels", "test-images", TEST_LABELS);
  private static final List<String> FILES =
      List.of(
          "train-images",
          "train-labels",
          "test-images",
          TEST_LABELS,
          "file",
          "validation-file",
          "test-file");
  private static final List<String> TABLES = List.of("table", "csv");
  private static final List<String> TABLE_KEYS =
      List.of(
          "validation-file",
          "test-file",
          "separator",
          "decimal",
          "header",
          "label-column",
          "missing",
          "missing-words",
          "drop-columns",
          "categorical",
          "group-column",
          "time-column");
  private static final List<String> OF_CLASSES =
      List.of("mnist", "fashion-mnist", "synthetic", "idx", "table", "csv", NPZ, "images");
  private static final List<String> FOLDERS = List.of("folder", "test-folder");
  private static final Map<String, List<String>> REQUIRED_BY_SOURCE =
      Map.of(
          "synthetic",
          List.of("features", "classes"),
          "idx",
          IDX_FILES,
          "table",
          List.of("file"),
          "csv",
          List.of("file"),
          NPZ,
          List.of("file"),
          "images",
          List.of("folder", "side"),
          "text",
          List.of("file"));
  private static final Map<String, List<String>> SOURCES_BY_KEY = new HashMap<>();

  static {
    TABLE_KEYS.forEach(key -> SOURCES_BY_KEY.put(key, TABLES));
    SOURCES_BY_KEY.putAll(
        Map.ofEntries(
            Map.entry("features", List.of("synthetic")),
            Map.entry("classes", List.of("synthetic")),
            Map.entry("train-images", List.of("idx")),
            Map.entry("train-labels", List.of("idx")),
            Map.entry("test-images", List.of("idx")),
            Map.entry(TEST_LABELS, List.of("idx", NPZ)),
            Map.entry("inputs", List.of(NPZ)),
            Map.entry("labels", List.of(NPZ)),
            Map.entry("test-inputs", List.of(NPZ)),
            Map.entry("target", List.of("table", "csv", NPZ)),
            Map.entry("standardize", List.of("table", "csv", NPZ)),
            Map.entry("file", List.of("table", "csv", NPZ, "text")),
            Map.entry("shape", List.of("synthetic", "table", "csv")),
            Map.entry("folder", List.of("fashion-mnist", "images")),
            Map.entry("side", List.of("images")),
            Map.entry("channels", List.of("images")),
            Map.entry("test-folder", List.of("images")),
            Map.entry("unit", List.of("text")),
            Map.entry("window", List.of("kjv", "text")),
            Map.entry("train-noise", OF_CLASSES),
            Map.entry("class-weights", OF_CLASSES),
            Map.entry(
                "shuffle-seed",
                List.of("mnist", "fashion-mnist", "idx", "table", "csv", NPZ, "images"))));
  }

  private DataKeyChecks() {}

  /** Returns whether the data are a text. */
  static boolean isText(ConfigTree tree) {
    List<String> sources = SOURCES_BY_KEY.getOrDefault("window", List.of());
    return tree.text("data.source").filter(sources::contains).isPresent();
  }

  /** Returns the keys that hold paths of files. An archive has names of arrays in one of them. */
  static List<String> fileKeys(ConfigTree tree) {
    boolean archive = tree.text("data.source").filter(NPZ::equals).isPresent();
    return FILES.stream().filter(key -> !(archive && key.equals(TEST_LABELS))).toList();
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
    checkTable(tree);
    for (String key : REQUIRED_BY_SOURCE.getOrDefault(source, List.of())) {
      if (tree.at("data").path(key).isMissingNode()) {
        tree.report("data." + key, "is missing; source " + source + " requires it");
      }
    }
  }

  private static void checkTable(ConfigTree tree) {
    boolean imputes = tree.text("data.missing").filter("impute"::equals).isPresent();
    if (imputes && !tree.at("data.centre").asBoolean(true)) {
      tree.report("data.missing", "impute puts the mean there, so remove data.centre: false");
    }
    boolean archive = tree.text("data.source").filter(NPZ::equals).isPresent();
    if (archive && tree.has("data.test-inputs") != tree.has("data." + TEST_LABELS)) {
      tree.report(
          "data", "test rows are two arrays: data.test-inputs and data.test-labels; name both");
    }
    if (tree.has("data.validation-file") && !tree.has("data.test-file")) {
      tree.report("data.validation-file", "needs data.test-file: the test rows, in another file");
    }
    if (tree.has("data.group-column") && tree.has("data.time-column")) {
      tree.report("data.time-column", "rows are split by group or by time; remove one of the two");
    }
    if (tree.has("data.time-column") && tree.has("data.shuffle-seed")) {
      tree.report("data.shuffle-seed", "rows have an order, by data.time-column; remove this");
    }
  }
}
