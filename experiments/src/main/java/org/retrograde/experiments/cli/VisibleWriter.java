package org.retrograde.experiments.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows what a terminal would obey. Titles, names and file names come from whoever wrote a config:
 * a control sequence in one could rewrite lines, name a window or type. Line ends and tabs stay.
 */
final class VisibleWriter extends FilterWriter {

  private static final boolean RETURNS = System.lineSeparator().indexOf('\r') >= 0;

  VisibleWriter(Writer out) {
    super(out);
  }

  /**
   * Returns text with every control and direction character as its escape, such as {@code \u001b}.
   */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.chars()
        .forEach(
            unit -> {
              if (isObeyed((char) unit)) {
                shown.append("\\u%04x".formatted(unit));
              } else {
                shown.append((char) unit);
              }
            });
    return shown.toString();
  }

  private static boolean isObeyed(char unit) {
    boolean stays = unit == '\n' || unit == '\t' || (unit == '\r' && RETURNS);
    boolean turns =
        (unit >= '\u202a' && unit <= '\u202e')
            || (unit >= '\u2066' && unit <= '\u2069')
            || unit == '\u2028'
            || unit == '\u2029';
    return !stays && (Character.isISOControl(unit) || turns);
  }

  @Override
  public void write(int unit) throws IOException {
    out.write(visible(String.valueOf((char) unit)));
  }

  @Override
  public void write(char[] units, int from, int length) throws IOException {
    out.write(visible(new String(units, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(visible(text.substring(from, from + length)));
  }
}
