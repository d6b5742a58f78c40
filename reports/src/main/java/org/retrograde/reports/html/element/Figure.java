package org.retrograde.reports.html.element;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart with its words and its data as a table.
 *
 * @param chart name of the script function that draws it
 * @param id anchor of the chart
 * @param words heading and explanation
 * @param json its data, safe inside a script element as {@link EmbeddedJson} makes it
 * @param choices values of a control that the chart follows; empty for none
 * @param table the same data for those who do not see the chart, or null if another table of the
 *     section has it
 */
public record Figure(
    String chart, String id, Words words, String json, List<Choice> choices, @Nullable Table table)
    implements Block {

  /** Copies the list. */
  public Figure {
    choices = List.copyOf(choices);
  }

  /**
   * A figure without a control.
   *
   * @param data what the chart function is given, a record or a list that Jackson writes as JSON;
   *     numbers that are not finite become null
   */
  public static Figure of(
      String chart, String id, Words words, Object data, @Nullable Table table) {
    return new Figure(chart, id, words, EmbeddedJson.of(data), List.of(), table);
  }

  /** A copy whose chart follows a control, unless there is but one thing to choose. */
  public Figure withChoices(List<Choice> newChoices) {
    return newChoices.size() < 2 ? this : new Figure(chart, id, words, json, newChoices, table);
  }

  /** What a screen reader says for the picture. */
  public String alternative() {
    return "Chart. " + words.heading() + " " + words.explanation();
  }

  /**
   * What is said about a figure.
   *
   * @param heading a claim or a question
   * @param explanation how to read it
   */
  public record Words(String heading, String explanation) {}

  /**
   * One value of a figure's control.
   *
   * @param key what the chart function is given
   * @param label what the reader chooses
   */
  public record Choice(String key, String label) {}
}
