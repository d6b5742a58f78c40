package org.retrograde.models.bench;

import java.util.Locale;

/** One object of JSON on one line; names in the order in which they were put. */
final class JsonLine {

  private final StringBuilder text = new StringBuilder("{");

  JsonLine put(String name, String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.appendCodePoint(c < ' ' ? ' ' : c);
            });
    return member(name, quoted.append('"').toString());
  }

  JsonLine put(String name, long value) {
    return member(name, Long.toString(value));
  }

  JsonLine put(String name, boolean value) {
    return member(name, Boolean.toString(value));
  }

  /** Six digits of a number; null of what is none. */
  JsonLine put(String name, double value) {
    return member(
        name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null");
  }

  private JsonLine member(String name, String value) {
    text.append(text.length() > 1 ? ", \"" : "\"").append(name).append("\": ").append(value);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
