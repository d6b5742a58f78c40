package org.retrograde.experiments.config;

import org.retrograde.experiments.config.text.ConfigTree;

/** Files of this program that are no experiments: one line says what reads them. */
final class OtherFiles {

  private OtherFiles() {}

  /** Reports a file of another kind, and ends its reading. */
  static void report(ConfigTree tree, String source) {
    String schema = tree.text("schema").orElse("");
    if (schema.startsWith("retrograde-recipe")) {
      refuse(
          tree, "is a recipe and no experiment; ./retrograde transfer %s trains with it", source);
    } else if (schema.startsWith("retrograde-")) {
      refuse(
          tree,
          "is a record that a run wrote and no experiment; the experiment is in the config.yaml"
              + " beside %s",
          source);
    } else if (tree.text("format").orElse("").startsWith("hypergrad-case")) {
      refuse(
          tree,
          "is a reference case and no experiment; ./retrograde check --case %s checks it",
          source);
    }
  }

  private static void refuse(ConfigTree tree, String message, String source) {
    tree.report("", message.formatted(source));
    tree.refuse();
  }
}
