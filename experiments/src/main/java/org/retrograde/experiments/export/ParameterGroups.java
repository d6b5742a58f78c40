package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * A recipe as a list of parameter groups of one width and depth, every factor multiplied out, for
 * whatever script has a network of its own. Parameters are called after their type and block.
 *
 * @param recipe whose they are
 * @param groups of which no two have equal numbers
 * @param shape of every learning rate
 */
record ParameterGroups(ExportedRecipe recipe, List<ValueGroup> groups, Schedule shape) {

  /**
   * Makes them for the width of a recipe.
   *
   * @throws ExportException if a number of the recipe moves otherwise than by one shape of all
   *     learning rates
   */
  static ParameterGroups of(ExportedRecipe recipe) {
    Layout layout = recipe.family().layout(recipe.width());
    Optimizer optimizer = recipe.family().optimizer();
    Schedule shape = recipe.groups().get(0).schedule(Coefficient.LEARNING_RATE).shape();
    recipe.groups().forEach(group -> requireOneShape(group, shape));
    return new ParameterGroups(
        recipe,
        ValueGroup.of(
            names(layout), g -> numbers(recipe, g, layout.groups().get(g).trainedBy(optimizer))),
        shape);
  }

  private static void requireOneShape(ExportedGroup group, Schedule shape) {
    group
        .schedules()
        .forEach(
            (coefficient, number) -> {
              boolean isRate = coefficient.equals(Coefficient.LEARNING_RATE);
              Schedule allowed = isRate ? shape : Schedules.FLAT;
              if (!number.hasOneValue() || !number.shape().equals(allowed)) {
                throw new ExportException(
                    ("the %s of %s moves over the run%s, and a parameter group has one number for"
                            + " it: --to pytorch has every step, or tune it with knots: 1")
                        .formatted(
                            coefficient.label(),
                            group.name(),
                            isRate ? ", otherwise than by one shape that all groups share" : ""));
              }
            });
  }

  /** Returns "block 2 query"; where others are called so too, the name of the tensor with it. */
  private static List<String> names(Layout layout) {
    List<String> places = layout.modules().stream().map(ParameterGroups::name).toList();
    List<String> names = new ArrayList<>();
    for (int g = 0; g < places.size(); g++) {
      String place = places.get(g);
      names.add(
          Collections.frequency(places, place) == 1
              ? place
              : "%s %s".formatted(place, layout.groups().get(g).name()));
    }
    return names;
  }

  private static String name(ModulePlace place) {
    return place.block() == 0 ? place.type() : "block " + place.block() + " " + place.type();
  }

  /**
   * Returns what the rule of a group reads, and what its start and the loss do.
   *
   * @param rule which has fewer coefficients than the recipe where groups differ in it
   */
  private static Map<String, String> numbers(ExportedRecipe recipe, int g, Optimizer rule) {
    double ratio = ratio(recipe);
    ExportedGroup group = recipe.groups().get(g);
    Map<String, String> numbers = new LinkedHashMap<>();
    if (recipe.family().optimizer() instanceof Muon) {
      numbers.put(
          "use_muon", rule.coefficients().contains(Coefficient.MOMENTUM) ? "True" : "False");
    }
    for (Coefficient coefficient : rule.coefficients()) {
      String value = Double.toString(value(group.schedule(coefficient), coefficient, ratio));
      switch (coefficient.word()) {
        case "learning-rate" -> numbers.put("lr", value);
        case "beta1" -> numbers.put("betas", value);
        case "beta2" -> numbers.merge("betas", value, "(%s, %s)"::formatted);
        case "epsilon" -> numbers.put("eps", value);
        default -> numbers.put(coefficient.word().replace('-', '_'), value);
      }
    }
    if (rule.equals(new Momentum(MomentumForm.PAPER))) {
      numbers.put("dampening", Objects.requireNonNull(numbers.get("momentum")));
    }
    numbers.put("init_std", Double.toString(group.deviation().at(ratio)));
    if (recipe.hasPenalty()) {
      numbers.put("l2", Double.toString(group.l2().at(ratio)));
    }
    if (weighsGradients(recipe)) {
      numbers.put("clip_weight", Double.toString(group.clip().at(ratio)));
    }
    return numbers;
  }

  /** Decays are rounded as training rounds them. */
  private static double value(ExportedNumber number, Coefficient coefficient, double ratio) {
    double value = number.first(ratio);
    return coefficient.use() == Coefficient.Use.DECAY ? Ratio.of(value).value() : value;
  }

  private static double ratio(ExportedRecipe recipe) {
    return (double) recipe.width() / recipe.config().model().baseWidth();
  }

  private static boolean weighsGradients(ExportedRecipe recipe) {
    double ratio = ratio(recipe);
    return recipe.clips()
        && recipe.groups().stream().anyMatch(group -> group.clip().at(ratio) != 1);
  }

  /** Returns whether gradients are clipped by a norm in which groups have weights. */
  boolean weighsGradients() {
    return weighsGradients(recipe);
  }

  /** Returns the functions of the schedule of the rate; none where it does not move. */
  Shapes shapes() {
    return Shapes.of(shape.equals(Schedules.FLAT) ? List.of() : List.of(shape));
  }

  /** Returns what the network multiplies a residual branch by at this depth. */
  double branch() {
    int depth = recipe.config().model().depth();
    return recipe.config().model().architecture().depth(depth).branch();
  }

  /** Returns what products of queries and keys are multiplied by; empty without attention. */
  String attention() {
    if (!(recipe.config().model().architecture() instanceof Transformer transformer)) {
      return "";
    }
    double multiplier = transformer.attentionMultiplier();
    return (multiplier == 1 ? "" : "multiplied by %s and ".formatted(multiplier))
        + "divided by "
        + transformer.scale().meaning();
  }
}
