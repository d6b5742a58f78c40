package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.reversible.storage.FileReasons;

/** Resolves the paths of a configuration and checks that the files are there. */
final class FilePaths {

  /** The key of experiments that are part of another. */
  static final String ABLATIONS = "ablations";

  private FilePaths() {}

  /**
   * Counts the paths that are in {@code tree} from {@code folder}, before overrides bring others,
   * which count from elsewhere. Says nothing: what is wrong with a path is said when all are known.
   */
  static void anchor(ConfigTree tree, Path folder) {
    keys(tree)
        .forEach(
            key ->
                tree.text(key)
                    .ifPresent(
                        text -> {
                          try {
                            put(tree, key, folder.resolve(text));
                          } catch (InvalidPathException e) {
                            // Stays as it is, and is reported if nothing takes its place.
                          }
                        }));
  }

  private static List<String> keys(ConfigTree tree) {
    return Stream.of(
            DataKeyChecks.fileKeys(tree).stream().map(key -> KeyPath.join("data", key)),
            folders(tree),
            Problems.files(tree).stream(),
            Stream.concat(
                    IntStream.range(0, tree.at(ABLATIONS).size())
                        .mapToObj(i -> KeyPath.join(ABLATIONS, Integer.toString(i))),
                    Sections.ALL.all().stream().flatMap(section -> experiments(tree, section)))
                .filter(key -> tree.text(key).filter(Builtins::isMeant).isEmpty()))
        .flatMap(keys -> keys)
        .toList();
  }

  private static Stream<String> experiments(ConfigTree tree, Section section) {
    if (section.experiments().isEmpty()) {
      return Stream.empty();
    }
    String path = KeyPath.join(section.word(), section.experiments());
    return tree.keys(path).stream().map(name -> KeyPath.join(path, name));
  }

  /** Returns the keys that hold paths of folders. */
  static Stream<String> folders(ConfigTree tree) {
    return Stream.concat(
        DataKeyChecks.folderKeys().stream().map(key -> KeyPath.join("data", key)),
        Problems.folders(tree).stream());
  }

  private static void put(ConfigTree tree, String key, Path path) {
    String absolute = path.toAbsolutePath().normalize().toString();
    JsonNode parent = tree.at(KeyPath.parent(key));
    if (parent instanceof ObjectNode section) {
      section.put(KeyPath.last(key), absolute);
    } else if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(KeyPath.last(key)), absolute);
    }
  }

  /**
   * Makes all paths of {@code tree} absolute, counted from the working directory; reports files
   * that are not there.
   */
  static void resolve(ConfigTree tree) {
    for (String key : DataKeyChecks.fileKeys(tree)) {
      resolve(tree, KeyPath.join("data", key), Files::isRegularFile, "file not found: ");
    }
    Problems.files(tree)
        .forEach(path -> resolve(tree, path, Files::isRegularFile, "file not found: "));
    folders(tree).forEach(path -> resolve(tree, path, Files::isDirectory, "no folder: "));
  }

  private static void resolve(
      ConfigTree tree, String key, Predicate<Path> isThere, String complaint) {
    tree.text(key)
        .ifPresent(
            text -> {
              try {
                Path path = Path.of(text).toAbsolutePath().normalize();
                if (!isThere.test(path)) {
                  tree.report(key, complaint + path);
                } else {
                  put(tree, key, path);
                }
              } catch (InvalidPathException e) {
                tree.report(key, FileReasons.noPath(e));
              }
            });
  }
}
