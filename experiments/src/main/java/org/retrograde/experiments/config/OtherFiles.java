package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.YamlDocument;

/**
 * Files of this program that are not of the kind that was asked for: one line says what reads them.
 */
public final class OtherFiles {

  private OtherFiles() {}

  /** Reports a file of another kind than an experiment, and ends its reading. */
  static void report(ConfigTree tree, String source) {
    words(tree.root(), source, "experiment")
        .ifPresent(
            message -> {
              tree.report("", message);
              tree.refuse();
            });
  }

  /**
   * Returns what a file is that cannot be read as what it should be, beginning with the file; empty
   * if it is nothing that this program knows, or that very kind.
   *
   * @param wanted what it should be: "recipe" or "reference case"
   */
  public static Optional<String> words(Path file, String wanted) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(YamlDocument.LONGEST + 1), StandardCharsets.UTF_8);
      JsonNode root = YamlDocument.parse(file.toString(), text).root();
      return words(root, file.toString(), wanted).map(words -> file + ": " + words);
    } catch (IOException e) {
      return Optional.empty(); // why it cannot be read is being said
    }
  }

  private static Optional<String> words(JsonNode root, String source, String wanted) {
    String schema = root.path("schema").asText();
    if (schema.startsWith("retrograde-recipe")) {
      return differs("recipe", wanted, "./retrograde transfer %s trains with it".formatted(source));
    }
    if (schema.startsWith("retrograde-")) {
      return differs(
          "record that a run wrote",
          wanted,
          wanted.equals("experiment")
              ? "the experiment is in the config.yaml beside " + source
              : "./retrograde report reads the directory that it is in");
    }
    if (root.path("format").asText().startsWith("hypergrad-case")) {
      return differs(
          "reference case", wanted, "./retrograde check --case %s checks it".formatted(source));
    }
    return root.path("training").isObject() && root.has("name")
        ? differs("experiment", wanted, "./retrograde run %s runs it".formatted(source))
        : Optional.empty();
  }

  private static Optional<String> differs(String kind, String wanted, String remedy) {
    String article = kind.startsWith("e") ? "an" : "a";
    return kind.equals(wanted)
        ? Optional.empty()
        : Optional.of("is %s %s and no %s; %s".formatted(article, kind, wanted, remedy));
  }
}
