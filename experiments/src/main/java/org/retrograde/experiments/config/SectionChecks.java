package org.retrograde.experiments.config;

import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.KeyPath;

/** What problems, and sections of the class path, say of their own settings. */
final class SectionChecks {

  private SectionChecks() {}

  /** Checks what the schema of a problem, and of a section of the class path, cannot say. */
  static void check(ConfigTree tree) {
    Problems.kind(tree.root()).ifPresent(kind -> check(tree, kind, Problems.path(kind)));
    for (Section section : Sections.ALL.all()) {
      check(tree, section, section.word());
    }
  }

  private static void check(ConfigTree tree, Section section, String path) {
    boolean sound = tree.errors().stream().noneMatch(error -> KeyPath.isWithin(error.path(), path));
    if (tree.has(path) && sound) {
      ConfigMapper.settings(tree, path, section)
          .ifPresent(
              settings ->
                  section.check(
                      settings, (key, message) -> tree.report(KeyPath.below(path, key), message)));
    }
  }
}
