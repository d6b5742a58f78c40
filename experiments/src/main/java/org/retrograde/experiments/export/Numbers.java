package org.retrograde.experiments.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.export.ExportedNumber.Curve;

/**
 * The numbers of a recipe by the names that they have in exported files, and their curves.
 *
 * @param recipe whose they are
 * @param shared those that are the same in every group
 * @param curves what moves in any group, each curve once, and its name
 */
record Numbers(
    ExportedRecipe recipe, Map<String, ExportedNumber> shared, Map<Curve, String> curves) {

  static Numbers of(ExportedRecipe recipe) {
    Map<String, ExportedNumber> shared = all(recipe, recipe.groups().get(0));
    Map<Curve, String> curves = new LinkedHashMap<>();
    for (ExportedGroup group : recipe.groups()) {
      Map<String, ExportedNumber> all = all(recipe, group);
      shared.entrySet().retainAll(all.entrySet());
      for (ExportedNumber number : all.values()) {
        Curve curve = number.curve();
        if (curve != null) {
          curves.putIfAbsent(curve, "curve" + (curves.size() + 1));
        }
      }
    }
    return new Numbers(recipe, shared, curves);
  }

  /** Returns those of a group that are not shared. */
  Map<String, ExportedNumber> of(ExportedGroup group) {
    Map<String, ExportedNumber> own = all(recipe, group);
    own.keySet().removeAll(shared.keySet());
    return own;
  }

  /** Returns the shapes of the curves that have one. */
  Shapes shapes() {
    return Shapes.of(curves.keySet().stream().filter(Curve::hasShape).map(Curve::shape).toList());
  }

  /** Returns the name of the curve of a number in quotes, or what stands where there is none. */
  String curve(ExportedNumber number, String none) {
    return number.curve() == null
        ? none
        : '"' + Objects.requireNonNull(curves.get(number.curve())) + '"';
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
