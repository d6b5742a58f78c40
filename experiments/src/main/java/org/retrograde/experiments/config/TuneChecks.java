package org.retrograde.experiments.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.hypergrad.hyperparameter.ExampleWeights;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.TrainingInputs;
import org.retrograde.hypergrad.hyperparameter.Tunable;
import org.retrograde.hypergrad.hyperparameter.Tunables;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;

/** How what is tuned and what is searched must fit each other and the rest. */
final class TuneChecks {
  private final ConfigTree tree;
  private final Map<String, String> seen = new HashMap<>();

  private TuneChecks(ConfigTree tree) {
    this.tree = tree;
  }

  /** Reports to {@code tree} whatever does not fit. */
  static void check(ConfigTree tree) {
    List<String> lists = new ArrayList<>(List.of("tune.hyperparameters", "search.hyperparameters"));
    for (Section section : Sections.ALL.all()) {
      section.hyperparameters().forEach(key -> lists.add(section.word() + "." + key));
    }
    for (String list : lists) {
      TuneChecks checks = new TuneChecks(tree);
      for (int i = 0; i < tree.at(list).size(); i++) {
        checks.hyperparameter(list + "." + i);
      }
    }
  }

  private void hyperparameter(String path) {
    tree.text(path + ".name")
        .flatMap(Tunables.ALL::find)
        .ifPresent(
            tuned -> {
              if (isNew(path, tuned.word())) {
                optimizer(path + ".name", tuned);
                signs(path + ".name", tuned);
                inputs(path + ".name", tuned);
                per(path + ".per", tuned);
                knots(path + ".knots", tuned);
                start(path + ".start", tuned);
                firstOfSchedule(path, tuned);
                shape(path + ".shape", tuned);
                shapeNumbers(path);
                bounds(path + ".bounds", tuned);
                widths(path, tuned);
                logarithm(path, tuned);
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

  private void optimizer(String path, Tunable tuned) {
    tuned
        .overTime()
        .flatMap(
            coefficient ->
                tree.word("training.optimizer")
                    .flatMap(Optimizers.ALL::find)
                    .filter(optimizer -> !optimizer.coefficients().contains(coefficient)))
        .ifPresent(
            optimizer ->
                tree.report(
                    path,
                    "training.optimizer %s has no %s to tune"
                        .formatted(optimizer.word(), tuned.word())));
  }

  /** What acts through gradients alone has no derivative where steps take their signs. */
  private void signs(String path, Tunable tuned) {
    if (path.startsWith("tune.") && tuned.actsThroughGradients()) {
      tree.word("training.optimizer")
          .flatMap(Optimizers.ALL::find)
          .filter(optimizer -> !optimizer.isSmooth())
          .ifPresent(
              optimizer ->
                  tree.report(
                      path,
                      ("%s acts through gradients, of which %s takes the signs, so that every"
                              + " derivative by it is 0; search it instead")
                          .formatted(tuned.word(), optimizer.word())));
    }
  }

  /** The numbers of tokens name rows of a table, and a loss has no derivative by a name. */
  private void inputs(String path, Tunable tuned) {
    if (tuned.equals(new ExampleWeights()) && DataKeyChecks.isText(tree)) {
      tree.report(
          path,
          "%s are of labelled rows, and data.source %s has windows of a text; tune something else"
              .formatted(tuned.word(), tree.text("data.source").orElse("text")));
    }
    if (tuned.equals(new TrainingInputs()) && DataKeyChecks.isText(tree)) {
      tree.report(
          path,
          "%s are tokens where data.source is %s, and have no gradient; tune something else"
              .formatted(tuned.word(), tree.text("data.source").orElse("a text")));
    }
  }

  private void per(String path, Tunable tuned) {
    List<String> allowed = tuned.sharings().stream().map(Per::word).toList();
    tree.text(path)
        .filter(per -> !allowed.contains(per))
        .ifPresent(
            per ->
                tree.report(
                    path,
                    "%s can be per %s, got \"%s\""
                        .formatted(tuned.word(), String.join(", ", allowed), per)));
  }

  private void knots(String path, Tunable tuned) {
    double knots = tree.number(path).orElse(0.0);
    double steps = tree.number("training.steps").orElse(Double.POSITIVE_INFINITY);
    if (knots > 0 && tuned.overTime().isEmpty()) {
      tree.report(path, tuned.word() + " does not change in time; remove knots");
    } else if (knots > steps) {
      tree.report(path, "must be at most training.steps (%.0f), got %.0f".formatted(steps, knots));
    }
  }

  /** What is tuned as a logarithm cannot start at the 0 that training may have. */
  private void logarithm(String path, Tunable tuned) {
    String name = tuned.word();
    double usual = tuned.overTime().map(Coefficient::usual).orElse(0.0);
    if (tuned.range().hasLowest()
        && !tree.has(path + ".start")
        && tree.number("training." + name).orElse(usual) == 0) {
      tree.report(
          path,
          "%s is tuned as a logarithm and cannot start at 0; set start or training.%s"
              .formatted(name, name));
    }
  }

  /** What has a value for each parameter belongs to one width. */
  private void widths(String path, Tunable tuned) {
    boolean perWeight = tree.text(path + ".per").filter(Per.PARAMETER.word()::equals).isPresent();
    double width = tree.number("model.width").orElse(Double.NaN);
    for (int i = 0; i < tree.at("transfer.widths").size(); i++) {
      String widthPath = "transfer.widths." + i;
      tree.number(widthPath)
          .filter(other -> perWeight && other != width)
          .ifPresent(
              other ->
                  tree.report(
                      widthPath,
                      "an %s penalty of each weight fits no width but model.width, got %.0f"
                          .formatted(tuned.word(), other)));
    }
  }

  private void start(String path, Tunable tuned) {
    tree.number(path)
        .map(
            start ->
                tuned.startsFromData()
                    ? tuned.word() + " start from the data; remove start"
                    : rangeError(tuned, start))
        .filter(error -> !error.isEmpty())
        .ifPresent(error -> tree.report(path, error));
  }

  /** One knot takes the first rate of a schedule for all steps, and most begin low. */
  private void firstOfSchedule(String path, Tunable tuned) {
    String arm = tree.text("tune.start").map(name -> "arms." + name).orElse("training");
    boolean keepsShape = tree.has(path + ".shape") && !isFlat(path + ".shape");
    if (tuned.equals(TunedCoefficient.LEARNING_RATE)
        && path.startsWith("tune.")
        && tree.number(path + ".knots").filter(knots -> knots == 1).isPresent()
        && !tree.has(path + ".start")
        && !keepsShape
        && !isFlat(arm + ".schedule")) {
      tree.report(
          path + ".knots",
          "1 would start at the first rate of %s, of a schedule that moves; set shape to that schedule, start, or more knots"
              .formatted(arm + ".schedule"));
    }
  }

  private boolean isFlat(String path) {
    return !tree.has(path) || tree.word(path).filter(Schedules.FLAT.word()::equals).isPresent();
  }

  private void shape(String path, Tunable tuned) {
    shapeOf(path)
        .filter(ShapeNumbers::movesMomentum)
        .ifPresent(
            shape ->
                tree.report(
                    path,
                    "a shape moves the tuned rate alone, not the momentum; tune momentum too, or"
                        + " remove low-momentum"));
    if (tree.has(path) && !tuned.equals(TunedCoefficient.LEARNING_RATE) && !isFlat(path)) {
      tree.report(path, tuned.word() + " has no schedule; remove shape");
    }
  }

  /** Numbers of a shape are tuned with its peak alone, which has no knots. */
  private void shapeNumbers(String path) {
    String numbers = path + ".shape-numbers";
    if (tree.at(numbers).isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    tree.at(numbers).forEach(name -> names.add(name.asText()));
    shapeOf(path + ".shape")
        .flatMap(
            shape ->
                ShapeNumbers.refusal(shape, names)
                    .or(() -> ShapeNumbers.withoutEffect(shape, names, steps())))
        .ifPresent(what -> tree.report(numbers, what));
    if (tree.number(path + ".knots").filter(knots -> knots == 1).isEmpty()) {
      tree.report(path + ".knots", "must be 1, the peak, where numbers of its shape are tuned");
    }
  }

  private int steps() {
    return tree.number("training.steps").orElse(1.0).intValue();
  }

  private Optional<Schedule> shapeOf(String path) {
    try {
      return Optional.of(ScheduleTrees.read(tree.at(path)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // which is reported where it stands
    }
  }

  private void bounds(String path, Tunable tuned) {
    for (String end : List.of(path + ".0", path + ".1")) {
      tree.number(end)
          .map(bound -> rangeError(tuned, bound))
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
  private static String rangeError(Tunable tuned, double value) {
    return tuned.range().isInside(value)
        ? ""
        : "must be %s, got %s".formatted(tuned.range().inside(), value);
  }
}
