package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ScheduleTrees;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.DepthNumbers;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Schedules;

/** Writes the section {@code tuned} of a recipe, which {@link TunedReader} reads. */
final class TunedWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TunedWriter() {}

  static ObjectNode write(Recipe recipe) {
    ObjectNode tuned = JSON.objectNode();
    ArrayNode groups = tuned.putArray("groups");
    recipe.groups().forEach(groups::add);
    ArrayNode types = tuned.putArray("types");
    recipe.modules().forEach(module -> types.add(module.type()));
    ArrayNode blocks = tuned.putArray("blocks");
    recipe.modules().forEach(module -> blocks.add(module.block()));
    ObjectNode schedules = tuned.putObject("schedules");
    recipe
        .schedules()
        .forEach(
            (coefficient, courses) ->
                schedules.set(TunedReader.key(coefficient), courses(recipe.groups(), courses)));
    tuned.set("initLogScale", numbers(recipe.initLogScale()));
    tuned.set("logMultiplier", numbers(recipe.logMultiplier()));
    tuned.set("l2", numbers(recipe.l2()));
    if (!recipe.depth().isEmpty()) {
      ObjectNode depth = tuned.putObject("depth");
      recipe.depth().forEach((name, ofBlocks) -> depth.set(name, describe(ofBlocks)));
    }
    if (!recipe.lossParameters().isEmpty()) {
      ObjectNode arrays = tuned.putObject("lossParameters");
      recipe.lossParameters().forEach((name, values) -> arrays.set(name, numbers(values)));
    }
    return tuned;
  }

  /** A course that several groups have stands once. */
  private static ArrayNode courses(List<String> groups, List<Course> courses) {
    Map<Course, ObjectNode> sections = new LinkedHashMap<>();
    for (int g = 0; g < courses.size(); g++) {
      ObjectNode section =
          sections.computeIfAbsent(
              courses.get(g), course -> JSON.objectNode().set("groups", JSON.arrayNode()));
      ((ArrayNode) section.get("groups")).add(groups.get(g));
    }
    ArrayNode list = JSON.arrayNode();
    sections.forEach((course, section) -> list.add(describe(course, section)));
    return list;
  }

  private static ObjectNode describe(Course course, ObjectNode section) {
    if (course.factor() != 1) {
      section.put("factor", course.factor());
    }
    if (!course.shape().equals(Schedules.FLAT)) {
      section.set("shape", ScheduleTrees.of(course.shape()));
    }
    return section.set(course.raw() ? "knots" : "values", numbers(course.points()));
  }

  private static ObjectNode describe(DepthNumbers ofBlocks) {
    ObjectNode section = JSON.objectNode();
    ArrayNode types = section.putArray("types");
    ofBlocks.types().forEach(types::add);
    ArrayNode rows = section.putArray("raw");
    ofBlocks.points().forEach(points -> rows.add(numbers(points)));
    return section;
  }

  private static ArrayNode numbers(List<Double> values) {
    ArrayNode row = JSON.arrayNode();
    values.forEach(row::add);
    return row;
  }
}
