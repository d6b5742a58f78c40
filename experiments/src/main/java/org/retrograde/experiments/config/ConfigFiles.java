package org.retrograde.experiments.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;

/** The files and folders that a config names, by the keys that name them. */
public final class ConfigFiles {

  private final Map<String, Path> files;
  private final Map<String, Path> folders;

  private ConfigFiles(Map<String, Path> files, Map<String, Path> folders) {
    this.files = Collections.unmodifiableMap(files);
    this.folders = Collections.unmodifiableMap(folders);
  }

  /** Returns those of a config; that of others, such as ablations, are not among them. */
  public static ConfigFiles of(ExperimentConfig config) {
    ConfigTree tree = ConfigTree.parseUnseen("config", ConfigWriter.toTree(config).toString());
    return new ConfigFiles(
        paths(
            tree,
            Stream.concat(
                DataKeyChecks.fileKeys(tree).stream().map(key -> "data." + key),
                Problems.files(tree).stream())),
        paths(tree, FilePaths.folders(tree)));
  }

  private static Map<String, Path> paths(ConfigTree tree, Stream<String> keys) {
    Map<String, Path> paths = new LinkedHashMap<>();
    for (String key : keys.toList()) {
      tree.text(key).ifPresent(text -> paths.put(key, Path.of(text)));
    }
    return paths;
  }

  /** Returns the files. */
  public Map<String, Path> files() {
    return files;
  }

  /** Returns the folders. */
  public Map<String, Path> folders() {
    return folders;
  }

  /** Returns the keys of both. */
  public List<String> keys() {
    return Stream.concat(files.keySet().stream(), folders.keySet().stream()).toList();
  }
}
