package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.apache.commons.lang3.StringUtils;

/** Single values of a configuration: how to reach and how to show them. */
public final class Values {
  private static final int LONGEST = 60;

  private Values() {}

  /** Returns the child of a section by key or of a list by index; missing if there is none. */
  static JsonNode child(JsonNode parent, String key) {
    if (parent.isArray()) {
      int index = index(key);
      return index < 0 ? MissingNode.getInstance() : parent.path(index);
    }
    return parent.path(key);
  }

  /** Returns the list index that {@code key} stands for, -1 if it is none. */
  static int index(String key) {
    return key.matches("\\d{1,9}") ? Integer.parseInt(key) : -1;
  }

  /** Returns a value as it stands in a message. */
  public static String describe(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "nothing";
    }
    if (value.isObject()) {
      return "a section of keys";
    }
    return value.isArray() && value.isEmpty()
        ? "an empty list"
        : StringUtils.abbreviate(value.toString(), LONGEST);
  }

  /** Returns a word that somebody wrote as it stands in a message: not longer than a line. */
  public static String shown(String word) {
    return StringUtils.abbreviate(word, LONGEST);
  }
}
