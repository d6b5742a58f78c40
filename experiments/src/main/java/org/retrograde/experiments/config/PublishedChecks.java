package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.models.network.architecture.Parameter;

/** Whether published figures can be compared with something of the run. */
final class PublishedChecks {
  private final ConfigTree tree;

  private PublishedChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    PublishedChecks checks = new PublishedChecks(tree);
    for (int i = 0; i < tree.at("published").size(); i++) {
      checks.figure("published." + i);
    }
  }

  /** Reports to {@code tree} figures of parameter groups that the network does not have. */
  static void groups(ConfigTree tree, ExperimentConfig config) {
    if (!config.problem().kind().reads().contains("model")) {
      return; // its groups are known to the problem alone
    }
    List<String> known =
        config.model().layout().parameters().stream().map(Parameter::name).toList();
    for (int i = 0; i < config.published().size(); i++) {
      String path = "published." + i + ".figure";
      RunFigure.parse(config.published().get(i).figure())
          .filter(figure -> figure.kind().isOfParameters())
          .map(RunFigure::group)
          .filter(group -> !known.contains(group))
          .ifPresent(
              group ->
                  tree.report(
                      path,
                      "the network has no parameter group '%s'; it has %s"
                          .formatted(group, String.join(", ", known))));
    }
  }

  private void figure(String path) {
    tree.text(path + ".figure")
        .ifPresent(
            name ->
                RunFigure.parse(name)
                    .ifPresentOrElse(
                        figure -> sections(path + ".figure", figure),
                        () -> unknown(path + ".figure", name)));
    if (!tree.has(path + ".least") && !tree.has(path + ".most")) {
      tree.report(path, "needs least or most; without them nothing says whether the run agrees");
    }
  }

  private void sections(String path, RunFigure figure) {
    figure.kind().sections().stream()
        .filter(section -> !tree.root().has(section) || Judging.isOff(tree, section))
        .forEach(
            section ->
                tree.report(path, "is a figure of " + section + ", which is not there; add it"));
  }

  private void unknown(String path, String name) {
    tree.report(
        path, "there is no figure '" + name + "'" + Suggestion.orList(name, RunFigure.names()));
  }
}
