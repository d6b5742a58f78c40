package org.retrograde.experiments.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pieces of source that come with the program, with words in {@code @CAPITALS@} to fill in. */
final class Template {

  /** The longest line that is filled. */
  private static final int COLUMNS = 118;

  private static final Pattern WORD = Pattern.compile("@([A-Z_]+)@");

  private Template() {}

  /**
   * Returns a piece.
   *
   * @param name of a resource beside this class, without {@code .template}
   * @param words what stands for each word in it
   */
  static String fill(String name, Map<String, String> words) {
    return WORD.matcher(read(name))
        .replaceAll(
            match -> {
              String value = words.get(match.group(1));
              if (value == null) {
                throw new IllegalStateException(
                    "%s: nothing stands for %s".formatted(name, match.group()));
              }
              return Matcher.quoteReplacement(value);
            });
  }

  /** Returns a piece without words to fill in. */
  static String read(String name) {
    try (InputStream source = Template.class.getResourceAsStream(name + ".template")) {
      if (source == null) {
        throw new IllegalStateException(name + " is missing from this build");
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Breaks words into lines.
   *
   * @param indent how many columns stand before each line
   * @param separator between words
   */
  static List<String> lines(List<String> words, int indent, String separator) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty()
          && indent + line.length() + separator.length() + word.length() > COLUMNS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : separator).append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
