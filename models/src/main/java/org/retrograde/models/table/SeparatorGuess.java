package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.List;

/** Tells what separates cells from the first lines of a file. */
final class SeparatorGuess {

  private static final int LINES = 20;

  /** A comma may stand in numbers and texts, so others go before it. */
  private static final List<Separator> CANDIDATES =
      List.of(Separator.TAB, Separator.SEMICOLON, Separator.PIPE, Separator.COMMA);

  private SeparatorGuess() {}

  /** Returns the first candidate that every line has equally often, a comma if there is none. */
  static Separator of(String head, boolean whole) {
    List<String> lines = lines(head, whole);
    for (Separator candidate : CANDIDATES) {
      long each = lines.isEmpty() ? 0 : count(lines.get(0), candidate.character());
      if (each > 0 && lines.stream().allMatch(line -> count(line, candidate.character()) == each)) {
        return candidate;
      }
    }
    return Separator.COMMA;
  }

  /** Lines that are not empty; a quoted cell may go over several. */
  private static List<String> lines(String head, boolean whole) {
    List<String> lines = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < head.length() && lines.size() < LINES; i++) {
      char c = head.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        add(lines, head.substring(start, i));
        start = i + 1;
      }
    }
    if (whole && lines.size() < LINES) {
      add(lines, head.substring(start));
    }
    return lines;
  }

  private static void add(List<String> lines, String line) {
    if (!line.isBlank()) {
      lines.add(line);
    }
  }

  private static long count(String line, char separator) {
    boolean quoted = false;
    long count = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == separator) {
        count++;
      }
    }
    return count;
  }
}
