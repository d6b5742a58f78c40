package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.experiments.config.text.Suggestion;

/**
 * The problem in the tree of a config: from what people write, a word or a key with settings, to
 * one key with a section, and back.
 */
final class Problems {

  private static final String PROBLEM = "problem";

  private Problems() {}

  /**
   * Writes out a problem that is a word, or one value in place of its section, so that overrides
   * find the keys that it is short for.
   */
  static void spellOut(ConfigTree tree) {
    ObjectNode root = tree.root();
    JsonNode problem = root.path(PROBLEM);
    if (problem.isTextual() && ProblemKind.ALL.find(problem.asText()).isPresent()) {
      root.putObject(PROBLEM).putObject(problem.asText());
    }
    kind(root).ifPresent(kind -> unfoldMainKey((ObjectNode) root.get(PROBLEM), kind));
  }

  /**
   * Brings the problem into the form of one key with a section, and reports what it does not read.
   * Before defaults are filled in.
   */
  static void unfold(ConfigTree tree) {
    ObjectNode root = tree.root();
    if (!root.has(PROBLEM)) {
      root.putObject(PROBLEM).putObject(ProblemKind.DEFAULT);
    }
    spellOut(tree);
    JsonNode problem = root.get(PROBLEM);
    if (problem.isTextual()) {
      tree.report(
          PROBLEM,
          "there is no problem '%s'%s"
              .formatted(
                  problem.asText(), Suggestion.orList(problem.asText(), ProblemKind.ALL.words())));
    } else if (problem instanceof ObjectNode one && one.size() != 1) {
      tree.report(PROBLEM, "must be one of %s, got %s".formatted(words(), tree.keys(PROBLEM)));
    }
    kind(root).ifPresent(kind -> reportUnread(tree, kind));
  }

  private static String words() {
    return String.join(", ", ProblemKind.ALL.words());
  }

  private static void unfoldMainKey(ObjectNode problem, ProblemKind kind) {
    JsonNode settings = problem.get(kind.word());
    if (settings.isNull()) {
      problem.putObject(kind.word());
    } else if (settings.isValueNode() && !kind.mainKey().isEmpty()) {
      problem.putObject(kind.word()).set(kind.mainKey(), settings);
    }
  }

  private static void reportUnread(ConfigTree tree, ProblemKind kind) {
    for (String path : ProblemKind.NOT_ALWAYS_READ) {
      if (tree.has(path) && !kind.reads().contains(path)) {
        tree.report(path, "problem %s does not read it; remove it".formatted(kind.word()));
      }
    }
    for (String path : List.of("data", "training.batch")) {
      int dot = path.indexOf('.');
      boolean hasSection = dot < 0 || tree.at(path.substring(0, dot)).isObject();
      if (kind.reads().contains(path) && hasSection && !tree.has(path)) {
        tree.report(path, "is missing; problem %s requires it".formatted(kind.word()));
      }
    }
  }

  /** Returns the kind of problem, if it is known. */
  static Optional<ProblemKind> kind(ObjectNode root) {
    return root.get(PROBLEM) instanceof ObjectNode problem && problem.size() == 1
        ? ProblemKind.ALL.find(problem.fieldNames().next())
        : Optional.empty();
  }

  /** Puts what the records ask for where a problem has no rows of its own. */
  static void fillIn(ObjectNode root) {
    Set<String> reads = kind(root).map(ProblemKind::reads).orElse(Set.of());
    if (!reads.contains("data")) {
      ObjectNode none = root.putObject("data");
      none.put("source", DataConfig.None.SOURCE);
      List.of("train", "validation", "test").forEach(part -> none.put(part, 0));
      none.put("centre", false);
    }
    if (!reads.contains("training.batch") && root.get("training") instanceof ObjectNode training) {
      training.put("batch", 1);
    }
  }

  /** Brings the problem of a resolved config into the shortest form that reads back equal. */
  static void fold(ObjectNode root) {
    kind(root)
        .ifPresent(
            kind -> {
              ProblemKind.NOT_ALWAYS_READ.stream()
                  .filter(path -> !kind.reads().contains(path))
                  .forEach(path -> remove(root, path));
              if (kind.word().equals(ProblemKind.DEFAULT)) {
                root.remove(PROBLEM);
              } else if (root.at("/problem/" + kind.word()).isEmpty()) {
                root.set(PROBLEM, JsonNodeFactory.instance.textNode(kind.word()));
              }
            });
  }

  private static void remove(ObjectNode root, String path) {
    int dot = path.indexOf('.');
    JsonNode section = dot < 0 ? root : root.path(path.substring(0, dot));
    if (section instanceof ObjectNode object) {
      object.remove(path.substring(dot + 1));
    }
  }

  /** Returns the paths of keys that name folders. */
  static List<String> folders(ConfigTree tree) {
    return kind(tree.root()).stream()
        .flatMap(kind -> kind.folders().stream().map(key -> KeyPath.join(path(kind), key)))
        .toList();
  }

  /** Returns the paths of keys that name files. */
  static List<String> files(ConfigTree tree) {
    return kind(tree.root()).stream()
        .flatMap(
            kind ->
                kind.files().stream()
                    .map(key -> KeyPath.join(path(kind), key))
                    .flatMap(
                        key ->
                            tree.at(key).isArray()
                                ? IntStream.range(0, tree.at(key).size())
                                    .mapToObj(i -> KeyPath.join(key, Integer.toString(i)))
                                : Stream.of(key)))
        .toList();
  }

  /** Returns the path of the section of a problem. */
  static String path(ProblemKind kind) {
    return KeyPath.join(PROBLEM, kind.word());
  }
}
