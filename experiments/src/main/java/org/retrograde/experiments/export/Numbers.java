package org.retrograde.experiments.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.export.ExportedNumber.Curve;

/** The numbers of a group by the names that they have in exported files, and their curves. */
final class Numbers {

  private Numbers() {}

  /** Returns those that are the same in every group. */
  static Map<String, ExportedNumber> shared(ExportedRecipe recipe) {
    Map<String, ExportedNumber> shared = all(recipe, recipe.groups().get(0));
    recipe.groups().forEach(group -> shared.entrySet().retainAll(all(recipe, group).entrySet()));
    return shared;
  }

  /** Returns those of a group that are not shared. */
  static Map<String, ExportedNumber> of(ExportedRecipe recipe, ExportedGroup group) {
    Map<String, ExportedNumber> own = all(recipe, group);
    own.keySet().removeAll(shared(recipe).keySet());
    return own;
  }

  /** Returns what moves in any group, each curve once, and its name. */
  static Map<Curve, String> curves(ExportedRecipe recipe) {
    Map<Curve, String> names = new LinkedHashMap<>();
    for (ExportedGroup group : recipe.groups()) {
      for (ExportedNumber number : all(recipe, group).values()) {
        Curve curve = number.curve();
        if (curve != null) {
          names.putIfAbsent(curve, "curve" + (names.size() + 1));
        }
      }
    }
    return names;
  }

  /** Returns the shapes of the curves that have one. */
  static Shapes shapes(ExportedRecipe recipe) {
    return Shapes.of(
        curves(recipe).keySet().stream().filter(Curve::hasShape).map(Curve::shape).toList());
  }

  /** Returns the name of the curve of a number in quotes, or what stands where there is none. */
  static String curve(ExportedRecipe recipe, ExportedNumber number, String none) {
    return number.curve() == null
        ? none
        : '"' + Objects.requireNonNull(curves(recipe).get(number.curve())) + '"';
  }

  /** Returns them all, without those that the recipe has no use for. */
  private static Map<String, ExportedNumber> all(ExportedRecipe recipe, ExportedGroup group) {
    Map<String, ExportedNumber> numbers = new LinkedHashMap<>();
    numbers.put("init", ExportedNumber.constant(group.deviation()));
    group
        .schedules()
        .forEach(
            (coefficient, number) -> numbers.put(coefficient.word().replace('-', '_'), number));
    if (recipe.hasPenalty()) {
      numbers.put("l2", ExportedNumber.constant(group.l2()));
    }
    if (recipe.clips()) {
      numbers.put("clip", ExportedNumber.constant(group.clip()));
    }
    return numbers;
  }
}
