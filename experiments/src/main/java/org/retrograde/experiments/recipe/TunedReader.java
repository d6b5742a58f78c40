package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;

/**
 * Reads the section {@code tuned} of a recipe number by number: what is missing, of another kind or
 * out of its range is refused with its place, before a training or an export would take it over.
 */
final class TunedReader {

  private static final Set<String> KEYS =
      Set.of("groups", "schedules", "initLogScale", "logMultiplier", "l2", "lossParameters");

  private final String file;
  private final JsonNode tuned;
  private final List<String> groups;

  private TunedReader(String file, JsonNode tuned) {
    this.file = file;
    this.tuned = tuned;
    this.groups = groups();
  }

  /**
   * Reads the section.
   *
   * @param file begins every message
   * @throws RecipeException if anything in it is not as it should be
   */
  static Recipe read(String file, JsonNode tuned) {
    if (!tuned.isObject()) {
      throw new RecipeException(
          "%s: tuned must be a section of what was tuned, got %s"
              .formatted(file, Values.describe(tuned)));
    }
    TunedReader reader = new TunedReader(file, tuned);
    tuned
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw reader.wrong(Values.shown(key), "is no key of a recipe");
              }
            });
    return new Recipe(
        reader.groups,
        reader.schedules(),
        reader.perGroup("initLogScale", Allowed.LOG),
        reader.perGroup("logMultiplier", Allowed.LOG),
        reader.perGroup("l2", Allowed.NOT_NEGATIVE),
        reader.lossParameters());
  }

  private List<String> groups() {
    List<String> names = new ArrayList<>();
    for (JsonNode name : list("groups", tuned.path("groups"))) {
      if (!name.isTextual()) {
        throw wrong("groups", "must be names, got " + Values.describe(name));
      }
      names.add(name.asText());
    }
    if (new HashSet<>(names).size() != names.size()) {
      throw wrong("groups", "must not name a group twice, got " + names);
    }
    return names;
  }

  private Map<Coefficient, List<Course>> schedules() {
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    section("schedules", tuned.path("schedules"))
        .properties()
        .forEach(
            entry -> {
              String path = "schedules." + Values.shown(entry.getKey());
              Coefficient coefficient = coefficient(path, entry.getKey());
              JsonNode list = list(path, entry.getValue());
              schedules.put(
                  coefficient,
                  list.get(0).isObject()
                      ? courses(path, list, coefficient)
                      : Course.ofRows(rows(path, list, coefficient)));
            });
    return schedules;
  }

  /** The form of older recipes: a row for every step, a number for every group. */
  private List<List<Double>> rows(String path, JsonNode list, Coefficient coefficient) {
    List<List<Double>> rows = new ArrayList<>();
    for (JsonNode row : list) {
      rows.add(row("%s[%d]".formatted(path, rows.size()), row, Allowed.of(coefficient)));
    }
    return rows;
  }

  private List<Course> courses(String path, JsonNode list, Coefficient coefficient) {
    Map<String, Course> byGroup = new HashMap<>();
    int place = 0;
    for (JsonNode section : list) {
      CourseReader reader = new CourseReader(place("%s[%d]".formatted(path, place++)), coefficient);
      Course course = reader.read(section);
      for (String group : reader.groups(section, groups)) {
        if (byGroup.put(group, course) != null) {
          throw wrong(path, "has two courses for group " + group);
        }
      }
    }
    return groups.stream()
        .map(
            group -> {
              Course course = byGroup.get(group);
              if (course == null) {
                throw wrong(path, "has no course for group " + group);
              }
              return course;
            })
        .toList();
  }

  private Coefficient coefficient(String path, String key) {
    Map<String, Coefficient> known = new TreeMap<>();
    Optimizers.COEFFICIENTS.all().forEach(coefficient -> known.put(key(coefficient), coefficient));
    Coefficient coefficient = known.get(key);
    if (coefficient == null) {
      throw wrong(path, "no optimizer reads it; known are " + String.join(", ", known.keySet()));
    }
    return coefficient;
  }

  /** Returns the word of a coefficient, as constants are written in code. */
  static String key(Coefficient coefficient) {
    return coefficient.word().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private List<Double> perGroup(String key, Allowed allowed) {
    return row(key, tuned.path(key), allowed);
  }

  private List<Double> row(String path, JsonNode row, Allowed allowed) {
    if (list(path, row).size() != groups.size()) {
      throw wrong(
          path, "has %d numbers for the %d groups %s".formatted(row.size(), groups.size(), groups));
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : row) {
      numbers.add(number(path, groups.get(numbers.size()), number, allowed));
    }
    return numbers;
  }

  private Map<String, List<Double>> lossParameters() {
    Map<String, List<Double>> arrays = new TreeMap<>();
    JsonNode given = tuned.path("lossParameters");
    section("lossParameters", given.isMissingNode() ? JsonNodeFactory.instance.objectNode() : given)
        .properties()
        .forEach(
            entry -> {
              String path = "lossParameters." + Values.shown(entry.getKey());
              List<Double> numbers = new ArrayList<>();
              for (JsonNode number : list(path, entry.getValue())) {
                numbers.add(number(path, "[%d]".formatted(numbers.size()), number, Allowed.ANY));
              }
              arrays.put(entry.getKey(), numbers);
            });
    return arrays;
  }

  private double number(String path, String which, JsonNode number, Allowed allowed) {
    return place(path + ", " + which).number(number, allowed);
  }

  private JsonNode list(String path, JsonNode node) {
    return place(path).list(node);
  }

  private JsonNode section(String path, JsonNode node) {
    return place(path).section(node);
  }

  private RecipeException wrong(String path, String message) {
    return place(path).wrong(message);
  }

  private RecipePlace place(String path) {
    return new RecipePlace("%s: tuned.%s".formatted(file, path));
  }
}
