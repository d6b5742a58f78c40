package org.retrograde.experiments.config;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.objective.HostObjective;

/** What the schema of studies cannot say. */
final class StudyChecks {
  private static final String OBJECTIVE = "study.objective";
  private static final String TASKS = "study.tasks";
  private static final String DATA = TASKS + ".data";
  private static final Map<String, List<String>> FIGURES =
      Map.of(
          "objective",
          List.of("final-loss-at-start", "final-loss-tuned"),
          "tasks",
          List.of(
              "test-loss-separate",
              "test-loss-shared",
              "test-loss-hidden-shared",
              "test-loss-learned",
              "shared-over-separate",
              "hidden-shared-over-separate",
              "learned-over-separate"));

  private final ConfigTree tree;

  private StudyChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    StudyChecks checks = new StudyChecks(tree);
    CrossChecks.checkProducts(tree);
    checks.oneSubject();
    tree.text(OBJECTIVE + ".class-name").ifPresent(checks::objectiveClass);
    checks.knots();
    checks.taskData();
    checks.published();
  }

  private void oneSubject() {
    if (tree.has("study") && tree.keys("study").size() != 1) {
      tree.report(
          "study", "must have exactly one of objective and tasks, got " + tree.keys("study"));
    }
  }

  private void objectiveClass(String name) {
    String path = OBJECTIVE + ".class-name";
    try {
      Class<?> type = Class.forName(name);
      if (!HostObjective.class.isAssignableFrom(type)) {
        tree.report(path, name + " does not implement " + HostObjective.class.getName());
      } else if (!Modifier.isPublic(type.getModifiers())
          || !Modifier.isPublic(type.getConstructor().getModifiers())) {
        tree.report(path, name + " must be public, with a public constructor without arguments");
      }
    } catch (ClassNotFoundException e) {
      tree.report(
          path,
          "there is no class "
              + name
              + " on the class path; RETROGRADE_CLASS_PATH adds folders and jars to it");
    } catch (NoSuchMethodException e) {
      tree.report(path, name + " has no public constructor without arguments");
    }
  }

  private void knots() {
    double steps = tree.number(OBJECTIVE + ".steps").orElse(Double.POSITIVE_INFINITY);
    tree.number(OBJECTIVE + ".knots")
        .filter(knots -> knots > steps)
        .ifPresent(
            knots ->
                tree.report(
                    OBJECTIVE + ".knots",
                    "must be at most study.objective.steps (%.0f), got %.0f"
                        .formatted(steps, knots)));
  }

  private void taskData() {
    String source = tree.text(DATA + ".source").orElse("");
    if (source.equals("mnist")) {
      if (tree.at(DATA + ".classes").isEmpty()) {
        tree.report(DATA + ".classes", "is empty; source mnist needs the digits of each task");
      }
      belongsToImages("folder");
      if (!tree.at(DATA + ".alphabets").isEmpty()) {
        belongsToImages("alphabets");
      }
    } else if (source.equals("images")) {
      if (!tree.has(DATA + ".folder")) {
        tree.report(DATA + ".folder", "is missing; source images requires it");
      }
      if (!tree.at(DATA + ".classes").isEmpty()) {
        tree.report(DATA + ".classes", "belongs to source mnist; remove it");
      }
    }
  }

  private void belongsToImages(String key) {
    if (tree.has(DATA + "." + key)) {
      tree.report(DATA + "." + key, "belongs to source images; remove it");
    }
  }

  private void published() {
    String subject = tree.keys("study").stream().findFirst().orElse("");
    List<String> known = FIGURES.getOrDefault(subject, List.of());
    for (int i = 0; i < tree.at("published").size(); i++) {
      String path = "published." + i + ".figure";
      tree.text(path)
          .filter(figure -> !known.isEmpty() && !known.contains(figure))
          .ifPresent(
              figure ->
                  tree.report(
                      path,
                      "study.%s has no figure '%s'%s"
                          .formatted(subject, figure, Suggestion.orList(figure, known))));
    }
  }
}
