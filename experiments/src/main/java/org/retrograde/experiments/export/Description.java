package org.retrograde.experiments.export;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.WordUtils;

/** What the head of an exported file says: a template such as {@code description.jte}, filled. */
final class Description {

  /** What stands before a line of a comment of Java. */
  private static final int MARGIN = 3;

  private Description() {}

  /** Returns lines of the paragraphs about a recipe, with empty ones between the paragraphs. */
  static List<String> lines(ExportedRecipe recipe) {
    return lines("description", Map.of("recipe", recipe));
  }

  /** Returns lines of the paragraphs of a template. */
  static List<String> lines(String template, Map<String, Object> parameters) {
    String text = Templates.fill(template, parameters);
    return Stream.of(text.strip().split("\n\n"))
        .map(paragraph -> paragraph.replace('\n', ' '))
        .map(paragraph -> WordUtils.wrap(paragraph, NumberText.COLUMNS - MARGIN, "\n", false))
        .collect(Collectors.joining("\n\n"))
        .lines()
        .toList();
  }
}
