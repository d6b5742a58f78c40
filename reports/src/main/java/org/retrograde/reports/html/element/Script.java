package org.retrograde.reports.html.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A script in a file beside a class, in its folder or jar. It adds functions to {@code charts},
 * each of which takes a {@link Figure}'s data, a look and a context, and returns an option of the
 * chart library. What else it declares is its own; what {@code look.js} and {@code axes.js} declare
 * is there for it.
 *
 * @param owner the class
 * @param file name of the file, relative to the class
 */
public record Script(Class<?> owner, String file) {

  /**
   * Reads the file.
   *
   * @return its text, with line feeds alone
   * @throws IllegalStateException if it is not there
   */
  public String text() {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "%s is not on the class path beside %s".formatted(file, owner.getName()));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
