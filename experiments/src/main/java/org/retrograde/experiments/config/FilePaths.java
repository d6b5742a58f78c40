package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Resolves the paths of a configuration and checks that the files are there. */
final class FilePaths {
  private FilePaths() {}

  /**
   * Makes all paths of {@code tree} absolute, counted from {@code folder}; reports files that are
   * not there.
   */
  static void resolve(ConfigTree tree, Path folder) {
    for (String key : DataKeyChecks.fileKeys()) {
      tree.text("data." + key).ifPresent(text -> resolve(tree, folder, key, text));
    }
  }

  private static void resolve(ConfigTree tree, Path folder, String key, String text) {
    try {
      Path path = folder.resolve(text).toAbsolutePath().normalize();
      if (!Files.isRegularFile(path)) {
        tree.report("data." + key, "file not found: " + path);
      } else if (tree.at("data") instanceof ObjectNode data) {
        data.put(key, path.toString());
      }
    } catch (InvalidPathException e) {
      tree.report("data." + key, "is not a path: " + e.getMessage());
    }
  }
}
