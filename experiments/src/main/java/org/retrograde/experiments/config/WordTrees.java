package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** Words as they stand in a config: alone, or as the name of a section with numbers beside it. */
final class WordTrees {

  private WordTrees() {}

  /** Returns a word alone where all numbers are the usual ones, which older programs read too. */
  static JsonNode of(Word word) {
    Map<String, Number> numbers = WordNumbers.of(word);
    if (numbers.equals(usual(word))) {
      return JsonNodeFactory.instance.textNode(word.word());
    }
    ObjectNode section = JsonNodeFactory.instance.objectNode().put("name", word.word());
    numbers.forEach(
        (key, number) -> {
          if (WordNumbers.isWhole(number)) {
            section.put(key, number.longValue());
          } else {
            section.put(key, number.doubleValue());
          }
        });
    return section;
  }

  private static Map<String, Number> usual(Word value) {
    return Words.all().stream()
        .filter(catalogue -> catalogue.type().isInstance(value))
        .flatMap(catalogue -> catalogue.find(value.word()).stream())
        .findFirst()
        .map(WordNumbers::of)
        .orElse(Map.of());
  }

  /**
   * Returns what a tree that passed the schema stands for.
   *
   * @throws IllegalArgumentException if it refuses a number
   */
  static <T extends Word> T read(Catalogue<T> catalogue, JsonNode tree) {
    if (!tree.isObject()) {
      return catalogue.get(tree.asText());
    }
    T word = catalogue.get(tree.path("name").asText());
    Map<String, Number> given = new HashMap<>();
    for (String key : WordNumbers.of(word).keySet()) {
      if (tree.path(key).isNumber()) {
        given.put(key, tree.path(key).numberValue());
      }
    }
    return WordNumbers.with(word, given);
  }
}
