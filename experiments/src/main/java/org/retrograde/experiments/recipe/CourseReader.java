package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.retrograde.experiments.config.ScheduleTrees;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Reads one course of a schedule and the groups that have it.
 *
 * @param place of the course
 * @param coefficient whose course it is
 */
record CourseReader(RecipePlace place, Coefficient coefficient) {

  private static final Set<String> KEYS = Set.of("groups", "factor", "shape", "knots", "values");

  Course read(JsonNode section) {
    place
        .section(section)
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw place.wrong("%s is no key of a course".formatted(Values.shown(key)));
              }
            });
    boolean raw = section.has("knots");
    if (raw == section.has("values")) {
      throw place.wrong("must have either knots or values");
    }
    JsonNode factor = section.path("factor");
    return new Course(
        factor.isMissingNode() ? 1 : place.at("factor").number(factor, Allowed.POSITIVE),
        shape(section.path("shape")),
        raw,
        raw
            ? numbers("knots", section.path("knots"), Allowed.raw(coefficient))
            : numbers("values", section.path("values"), Allowed.of(coefficient)));
  }

  /** Returns the groups that have the course. */
  List<String> groups(JsonNode section, List<String> known) {
    List<String> groups = new ArrayList<>();
    RecipePlace here = place.at("groups");
    for (JsonNode group : here.list(section.path("groups"))) {
      if (!group.isTextual() || !known.contains(group.asText())) {
        throw here.wrong("must be of %s, got %s".formatted(known, Values.describe(group)));
      }
      groups.add(group.asText());
    }
    return groups;
  }

  private Schedule shape(JsonNode tree) {
    if (tree.isMissingNode()) {
      return Schedules.FLAT;
    }
    try {
      return ScheduleTrees.read(tree);
    } catch (IllegalArgumentException e) {
      throw place.at("shape").wrong(String.valueOf(e.getMessage()));
    }
  }

  private List<Double> numbers(String key, JsonNode list, Allowed allowed) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : place.at(key).list(list)) {
      numbers.add(place.at("%s[%d]".formatted(key, numbers.size())).number(number, allowed));
    }
    return numbers;
  }
}
