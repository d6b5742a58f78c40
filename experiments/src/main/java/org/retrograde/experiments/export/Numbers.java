package org.retrograde.experiments.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.export.ExportedGroup.Schedule;

/** The numbers of a group by the names that they have in exported files. */
final class Numbers {

  private Numbers() {}

  /** Returns those that are the same in every group. */
  static Map<String, Schedule> shared(ExportedRecipe recipe) {
    Map<String, Schedule> shared = all(recipe, recipe.groups().get(0));
    recipe.groups().forEach(group -> shared.entrySet().retainAll(all(recipe, group).entrySet()));
    return shared;
  }

  /** Returns those of a group that are not shared. */
  static Map<String, Schedule> of(ExportedRecipe recipe, ExportedGroup group) {
    Map<String, Schedule> own = all(recipe, group);
    own.keySet().removeAll(shared(recipe).keySet());
    return own;
  }

  /** Returns them all, without those that the recipe has no use for. */
  private static Map<String, Schedule> all(ExportedRecipe recipe, ExportedGroup group) {
    Map<String, Schedule> numbers = new LinkedHashMap<>();
    numbers.put("init", constant(group.deviation()));
    group
        .schedules()
        .forEach(
            (coefficient, schedule) -> numbers.put(coefficient.word().replace('-', '_'), schedule));
    if (recipe.hasPenalty()) {
      numbers.put("l2", constant(group.l2()));
    }
    if (recipe.clips()) {
      numbers.put("clip", constant(group.clip()));
    }
    return numbers;
  }

  private static Schedule constant(PowerLaw law) {
    return new Schedule(List.of(law.atBase()), law.exponent());
  }
}
