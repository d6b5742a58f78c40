package org.retrograde.experiments.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.word.Catalogue;

/** How what is tuned and what is searched must fit each other and the rest. */
final class TuneChecks {
  private static final List<String> OVER_GROUPS = List.of("group", "layer", "all");
  private static final Map<String, List<String>> PER =
      Map.of(
          "init-scale", List.of("weight-group", "group", "all"),
          "multiplier", List.of("weight-group", "group", "all"),
          "l2", List.of("group", "all", "parameter"),
          "training-inputs", List.of("example"));

  private static final Catalogue<Coefficient> OVER_TIME = Catalogue.of(Coefficient.class);

  private final ConfigTree tree;
  private final Map<String, String> seen = new HashMap<>();

  private TuneChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    CrossChecks.requireArm(tree, "tune.start");
    for (String list : List.of("tune.hyperparameters", "search.hyperparameters")) {
      TuneChecks checks = new TuneChecks(tree);
      for (int i = 0; i < tree.at(list).size(); i++) {
        checks.hyperparameter(list + "." + i);
      }
    }
  }

  private void hyperparameter(String path) {
    tree.text(path + ".name")
        .ifPresent(
            name -> {
              if (isNew(path, name)) {
                optimizer(path + ".name", name);
                per(path + ".per", name);
                knots(path + ".knots", name);
                start(path + ".start", name);
                shape(path + ".shape", name);
                bounds(path + ".bounds", name);
                penalty(path, name);
                logarithm(path, name);
              }
            });
  }

  private boolean isNew(String path, String name) {
    String first = seen.putIfAbsent(name, path);
    if (first != null) {
      tree.report(path + ".name", name + " is listed twice, first as " + first + "; keep one");
    }
    return first == null;
  }

  private void optimizer(String path, String name) {
    OVER_TIME
        .find(name)
        .flatMap(
            coefficient ->
                tree.word("training.optimizer")
                    .flatMap(Optimizers.ALL::find)
                    .filter(optimizer -> !optimizer.coefficients().contains(coefficient)))
        .ifPresent(
            optimizer ->
                tree.report(
                    path,
                    "training.optimizer %s has no %s to tune".formatted(optimizer.word(), name)));
  }

  private void per(String path, String name) {
    List<String> allowed = PER.getOrDefault(name, OVER_GROUPS);
    tree.text(path)
        .filter(per -> !allowed.contains(per))
        .ifPresent(
            per ->
                tree.report(
                    path,
                    "%s can be per %s, got \"%s\""
                        .formatted(name, String.join(", ", allowed), per)));
  }

  private void knots(String path, String name) {
    double knots = tree.number(path).orElse(0.0);
    double steps = tree.number("training.steps").orElse(Double.POSITIVE_INFINITY);
    if (knots > 0 && OVER_TIME.find(name).isEmpty()) {
      tree.report(path, name + " does not change in time; remove knots");
    } else if (knots > steps) {
      tree.report(path, "must be at most training.steps (%.0f), got %.0f".formatted(steps, knots));
    }
  }

  /** What is tuned as a logarithm cannot start at the 0 that training may have. */
  private void logarithm(String path, String name) {
    boolean mayBeZero = name.equals("weight-decay") || name.equals("epsilon");
    if (mayBeZero
        && !tree.has(path + ".start")
        && tree.number("training." + name).orElse(0.0) == 0) {
      tree.report(
          path,
          "%s is tuned as a logarithm and cannot start at 0; set start or training.%s"
              .formatted(name, name));
    }
  }

  /** A penalty is tuned in log space, and one of each weight belongs to one width. */
  private void penalty(String path, String name) {
    if (!name.equals("l2")) {
      return;
    }
    boolean perWeight = tree.text(path + ".per").filter("parameter"::equals).isPresent();
    double tuned = tree.number("model.width").orElse(Double.NaN);
    for (int i = 0; i < tree.at("transfer.widths").size(); i++) {
      String widthPath = "transfer.widths." + i;
      tree.number(widthPath)
          .filter(width -> perWeight && width != tuned)
          .ifPresent(
              width ->
                  tree.report(
                      widthPath,
                      "an l2 penalty of each weight fits no width but model.width, got %.0f"
                          .formatted(width)));
    }
    if (!tree.has(path + ".start") && tree.number("training.l2").orElse(0.0) == 0) {
      tree.report(
          path, "l2 is tuned as a logarithm and cannot start at 0; set start or training.l2");
    }
  }

  private void start(String path, String name) {
    tree.number(path)
        .map(
            start ->
                name.equals("training-inputs")
                    ? "training-inputs start from the data; remove start"
                    : rangeError(name, start))
        .filter(error -> !error.isEmpty())
        .ifPresent(error -> tree.report(path, error));
  }

  private void shape(String path, String name) {
    if (tree.has(path)
        && !name.equals("learning-rate")
        && tree.word(path).filter("flat"::equals).isEmpty()) {
      tree.report(path, name + " has no schedule; remove shape");
    }
  }

  private void bounds(String path, String name) {
    for (String end : List.of(path + ".0", path + ".1")) {
      tree.number(end)
          .map(bound -> rangeError(name, bound))
          .filter(error -> !error.isEmpty())
          .ifPresent(error -> tree.report(end, error));
    }
    double low = tree.number(path + ".0").orElse(Double.NEGATIVE_INFINITY);
    double high = tree.number(path + ".1").orElse(Double.POSITIVE_INFINITY);
    if (low >= high) {
      tree.report(path, "the first must be below the second, got " + low + " and " + high);
    }
  }

  /** Returns what is wrong with a value of a hyperparameter, empty if nothing is. */
  private static String rangeError(String name, double value) {
    return switch (name) {
      case "training-inputs" -> "";
      case "momentum", "beta1", "beta2" ->
          value > 0 && value < 1 ? "" : "must be above 0 and below 1, got " + value;
      default -> value > 0 ? "" : "must be above 0, got " + value;
    };
  }
}
