package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Resolves the paths of a configuration and checks that the files are there. */
final class FilePaths {
  private FilePaths() {}

  /**
   * Makes all paths of {@code tree} absolute, counted from {@code folder}; reports files that are
   * not there.
   */
  static void resolve(ConfigTree tree, Path folder) {
    for (String key : DataKeyChecks.fileKeys()) {
      resolve(tree, new Place("data", key), folder, Files::isRegularFile, "file not found: ");
    }
    for (Place place : Problems.folders(tree)) {
      resolve(tree, place, folder, Files::isDirectory, "no folder: ");
    }
  }

  private static void resolve(
      ConfigTree tree, Place place, Path folder, Predicate<Path> isThere, String complaint) {
    String whole = ConfigTree.join(place.section(), place.key());
    tree.text(whole)
        .ifPresent(
            text -> {
              try {
                Path path = folder.resolve(text).toAbsolutePath().normalize();
                if (!isThere.test(path)) {
                  tree.report(whole, complaint + path);
                } else if (tree.at(place.section()) instanceof ObjectNode data) {
                  data.put(place.key(), path.toString());
                }
              } catch (InvalidPathException e) {
                tree.report(whole, "is not a path: " + e.getMessage());
              }
            });
  }

  /** A key of a section. */
  record Place(String section, String key) {}
}
