package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import org.retrograde.experiments.config.text.Values;

/**
 * A place in the file of a recipe, and what has to stand there.
 *
 * @param words begin every message: file and path
 */
record RecipePlace(String words) {

  /** Returns the place of a key of what stands here. */
  RecipePlace at(String key) {
    return new RecipePlace("%s: %s".formatted(words, key));
  }

  JsonNode section(JsonNode node) {
    if (!node.isObject()) {
      throw wrong("must be a section, got " + Values.describe(node));
    }
    return node;
  }

  JsonNode list(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw wrong("must be a list, not empty, got " + Values.describe(node));
    }
    return node;
  }

  double number(JsonNode node, Allowed allowed) {
    if (!allowed.holds(node)) {
      throw wrong(allowed.message(node));
    }
    return node.doubleValue();
  }

  RecipeException wrong(String message) {
    return new RecipeException("%s: %s".formatted(words, message));
  }
}
