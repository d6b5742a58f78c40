package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.models.data.FileReasons;

/** Resolves the paths of a configuration and checks that the files are there. */
final class FilePaths {
  private FilePaths() {}

  /**
   * Makes all paths of {@code tree} absolute, counted from {@code folder}; reports files that are
   * not there.
   */
  static void resolve(ConfigTree tree, Path folder) {
    for (String key : DataKeyChecks.fileKeys()) {
      resolve(tree, KeyPath.join("data", key), folder, Files::isRegularFile, "file not found: ");
    }
    for (String path : Problems.folders(tree)) {
      resolve(tree, path, folder, Files::isDirectory, "no folder: ");
    }
  }

  private static void resolve(
      ConfigTree tree, String key, Path folder, Predicate<Path> isThere, String complaint) {
    tree.text(key)
        .ifPresent(
            text -> {
              try {
                Path path = folder.resolve(text).toAbsolutePath().normalize();
                if (!isThere.test(path)) {
                  tree.report(key, complaint + path);
                } else if (tree.at(KeyPath.parent(key)) instanceof ObjectNode section) {
                  section.put(KeyPath.last(key), path.toString());
                }
              } catch (InvalidPathException e) {
                tree.report(key, FileReasons.noPath(e));
              }
            });
  }
}
