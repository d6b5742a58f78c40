package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;

/**
 * Schedules as they stand in a config: a word, perhaps with numbers; {@code {times: [...]}}, a
 * product; or a list, one after another, each but the last with {@code until}.
 */
public final class ScheduleTrees {

  private static final String TIMES = "times";
  private static final String UNTIL = "until";

  private ScheduleTrees() {}

  /** Returns the tree of a schedule. */
  public static JsonNode of(Schedule schedule) {
    if (schedule instanceof Schedule.Product product) {
      ArrayNode factors = JsonNodeFactory.instance.arrayNode();
      product.factors().forEach(factor -> factors.add(of(factor)));
      return JsonNodeFactory.instance.objectNode().set(TIMES, factors);
    }
    if (schedule instanceof Schedule.Sequence sequence) {
      ArrayNode parts = JsonNodeFactory.instance.arrayNode();
      sequence.parts().forEach(part -> parts.add(of(part)));
      return parts;
    }
    return WordTrees.of(schedule);
  }

  private static JsonNode of(Schedule.Sequence.Part part) {
    JsonNode tree = of(part.schedule());
    if (part.until() == 1) {
      return tree;
    }
    ObjectNode section =
        tree instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode().set("name", tree);
    return section.put(UNTIL, part.until());
  }

  /**
   * Returns the schedule of a tree.
   *
   * @throws IllegalArgumentException if it knows no such schedule or refuses a number, or {@code
   *     until} is where it cannot be
   */
  public static Schedule read(JsonNode tree) {
    if (tree.has(UNTIL)) {
      throw new IllegalArgumentException(
          "'until' is for the schedules of a list, which follow one another");
    }
    if (!tree.isArray()) {
      return one(tree);
    }
    List<Schedule.Sequence.Part> parts = new ArrayList<>();
    tree.forEach(
        part -> parts.add(new Schedule.Sequence.Part(one(part), part.path(UNTIL).asDouble(1))));
    return new Schedule.Sequence(parts);
  }

  private static Schedule one(JsonNode tree) {
    if (!tree.has(TIMES)) {
      return WordTrees.read(Schedules.ALL, tree);
    }
    List<Schedule> factors = new ArrayList<>();
    tree.path(TIMES).forEach(factor -> factors.add(read(factor)));
    return new Schedule.Product(factors);
  }
}
