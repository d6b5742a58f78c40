package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.models.network.architecture.Architecture;

/** How what is searched of the architecture must fit it. */
final class SearchedSettingChecks {

  private static final String LIST = "search.architecture";

  private final ConfigTree tree;
  private final Architecture architecture;
  private final Set<String> seen = new HashSet<>();

  private SearchedSettingChecks(ConfigTree tree, Architecture architecture) {
    this.tree = tree;
    this.architecture = architecture;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    OwnDepth.architecture(tree)
        .map(architecture -> new SearchedSettingChecks(tree, architecture))
        .ifPresent(
            checks -> {
              for (int i = 0; i < tree.at(LIST).size(); i++) {
                checks.setting(LIST + "." + i);
              }
            });
  }

  private void setting(String path) {
    List<String> names = WordSettings.numbers(architecture).keySet().stream().toList();
    tree.text(path + ".name")
        .ifPresent(
            name -> {
              if (!names.contains(name)) {
                tree.report(
                    path + ".name",
                    "architecture %s has no number %s to search; it has %s"
                        .formatted(architecture.word(), name, names));
              } else if (!seen.add(name)) {
                tree.report(path + ".name", name + " is listed twice; keep one");
              } else {
                bounds(path + ".bounds", name);
              }
            });
  }

  private void bounds(String path, String name) {
    double low = tree.number(path + ".0").orElse(Double.NaN);
    double high = tree.number(path + ".1").orElse(Double.NaN);
    if (!(low > 0 && low < high)) {
      tree.report(path, "must be above 0 and ascending, got %s and %s".formatted(low, high));
      return;
    }
    double own = WordSettings.numbers(architecture).getOrDefault(name, Double.NaN);
    if (!(own >= low && own <= high)) {
      tree.report(
          path,
          "must hold where the search starts, %s of model.architecture (%s), got %s and %s"
              .formatted(name, own, low, high));
    }
    for (double bound : new double[] {low, high}) {
      try {
        WordSettings.with(architecture, JsonNodeFactory.instance.objectNode().put(name, bound));
      } catch (IllegalArgumentException refused) {
        tree.report(path, String.valueOf(refused.getMessage()));
      }
    }
  }
}
