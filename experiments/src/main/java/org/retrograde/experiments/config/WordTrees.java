package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** Words as they stand in a config: alone, or as the name of a section with settings beside it. */
final class WordTrees {

  private WordTrees() {}

  /** Returns a word alone where all settings are the usual ones, which older programs read too. */
  static JsonNode of(Word word) {
    List<WordSettings.Setting> settings = WordSettings.of(word);
    if (settings.equals(usual(word))) {
      return JsonNodeFactory.instance.textNode(word.word());
    }
    ObjectNode section = JsonNodeFactory.instance.objectNode().put("name", word.word());
    settings.forEach(setting -> section.set(setting.key(), setting.tree()));
    return section;
  }

  private static List<WordSettings.Setting> usual(Word value) {
    return Words.all().stream()
        .filter(catalogue -> catalogue.type().isInstance(value))
        .flatMap(catalogue -> catalogue.find(value.word()).stream())
        .findFirst()
        .map(WordSettings::of)
        .orElse(List.of());
  }

  /**
   * Returns what a tree that passed the schema stands for.
   *
   * @throws IllegalArgumentException if it refuses a setting
   */
  static <T extends Word> T read(Catalogue<T> catalogue, JsonNode tree) {
    if (!tree.isObject()) {
      return catalogue.get(tree.asText());
    }
    return WordSettings.with(catalogue.get(tree.path("name").asText()), tree);
  }
}
