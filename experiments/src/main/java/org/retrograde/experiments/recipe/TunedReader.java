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
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.DepthNumbers;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;

/**
 * Reads the section {@code tuned} of a recipe number by number: what is missing, of another kind or
 * out of its range is refused with its place, before a training or an export would take it over.
 */
final class TunedReader {

  private static final Set<String> KEYS =
      Set.of(
          "groups",
          "types",
          "blocks",
          "schedules",
          "initLogScale",
          "logMultiplier",
          "l2",
          "depth",
          "lossParameters");

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
    List<ModulePlace> modules = reader.modules();
    Map<Coefficient, List<Course>> schedules = reader.schedules();
    List<Double> initLogScale = reader.perGroup("initLogScale", Allowed.LOG);
    List<Double> logMultiplier = reader.perGroup("logMultiplier", Allowed.LOG);
    List<Double> l2 = reader.perGroup("l2", Allowed.NOT_NEGATIVE);
    Map<String, List<Double>> lossParameters = reader.lossParameters();
    Map<String, DepthNumbers> depth = reader.depth();
    try {
      return new Recipe(
          reader.groups,
          modules,
          schedules,
          initLogScale,
          logMultiplier,
          l2,
          lossParameters,
          depth);
    } catch (IllegalArgumentException e) {
      throw reader.wrong("depth", String.valueOf(e.getMessage()));
    }
  }

  /** Older recipes do not say what the groups are. */
  private List<ModulePlace> modules() {
    if (!tuned.has("types") && !tuned.has("blocks")) {
      return ModulePlace.unknown(groups);
    }
    List<String> types = names("types", tuned.path("types"));
    JsonNode blocks = list("blocks", tuned.path("blocks"));
    if (types.size() != groups.size() || blocks.size() != groups.size()) {
      throw wrong(
          "types",
          "has %d types and %d blocks for the %d groups %s"
              .formatted(types.size(), blocks.size(), groups.size(), groups));
    }
    List<ModulePlace> modules = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      if (!blocks.get(g).isInt() || blocks.get(g).asInt() < 0) {
        throw wrong(
            "blocks, " + groups.get(g),
            "must be a whole number of at least 0, got " + Values.describe(blocks.get(g)));
      }
      modules.add(new ModulePlace(types.get(g), blocks.get(g).asInt()));
    }
    return modules;
  }

  /** Returns the numbers of blocks, none in older recipes. */
  private Map<String, DepthNumbers> depth() {
    Map<String, DepthNumbers> all = new TreeMap<>();
    optionalSection("depth")
        .properties()
        .forEach(
            entry -> {
              String path = "depth." + Values.shown(entry.getKey());
              JsonNode section = section(path, entry.getValue());
              List<List<Double>> points = new ArrayList<>();
              for (JsonNode row : list(path + ".raw", section.path("raw"))) {
                points.add(numbers("%s.raw[%d]".formatted(path, points.size()), row, Allowed.LOG));
              }
              try {
                all.put(
                    entry.getKey(),
                    new DepthNumbers(names(path + ".types", section.path("types")), points));
              } catch (IllegalArgumentException e) {
                throw wrong(path, String.valueOf(e.getMessage()));
              }
            });
    return all;
  }

  private List<Double> numbers(String path, JsonNode row, Allowed allowed) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : list(path, row)) {
      numbers.add(number(path, "[%d]".formatted(numbers.size()), number, allowed));
    }
    return numbers;
  }

  private List<String> names(String path, JsonNode node) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : list(path, node)) {
      if (!name.isTextual()) {
        throw wrong(path, "must be names, got " + Values.describe(name));
      }
      names.add(name.asText());
    }
    return names;
  }

  private JsonNode optionalSection(String key) {
    JsonNode given = tuned.path(key);
    return section(key, given.isMissingNode() ? JsonNodeFactory.instance.objectNode() : given);
  }

  private List<String> groups() {
    List<String> names = names("groups", tuned.path("groups"));
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
    optionalSection("lossParameters")
        .properties()
        .forEach(
            entry ->
                arrays.put(
                    entry.getKey(),
                    numbers(
                        "lossParameters." + Values.shown(entry.getKey()),
                        entry.getValue(),
                        Allowed.ANY)));
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
