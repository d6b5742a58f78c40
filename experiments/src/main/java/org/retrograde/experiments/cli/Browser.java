package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The browser of the desktop, in which a page is opened; without one it is said where the page is.
 * The command is that of the system, {@code xdg-open}, {@code open} or {@code rundll32}, or that of
 * the variable {@code BROWSER}.
 */
final class Browser {

  /** Whoever fails does so at once, and a browser that this starts stays open. */
  private static final int MILLIS_TO_FAIL = 2000;

  private final List<String> command;

  private Browser(List<String> command) {
    this.command = List.copyOf(command);
  }

  /**
   * Returns the browser of a system.
   *
   * @param system its name, as Java has it
   * @param environment variables of the process
   */
  static Browser of(String system, Map<String, String> environment) {
    String own = environment.getOrDefault("BROWSER", "");
    String name = system.toLowerCase(Locale.ROOT);
    if (!own.isBlank()) {
      return new Browser(List.of(own));
    }
    if (name.contains("windows")) {
      return new Browser(List.of("rundll32", "url.dll,FileProtocolHandler"));
    }
    if (name.contains("mac")) {
      return new Browser(List.of("open"));
    }
    boolean desktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return new Browser(desktop ? List.of("xdg-open") : List.of());
  }

  /** Returns the browser of this process. */
  static Browser ofDesktop() {
    return of(System.getProperty("os.name", ""), System.getenv());
  }

  /** Returns the words that open a page, none where there is no desktop. */
  List<String> command() {
    return command;
  }

  /** Opens a page, or says where it is. */
  void open(Path page, PrintWriter err) throws InterruptedException {
    if (!isOpened(page)) {
      err.printf(
          "retrograde: there is no browser to open here; the page is %s%n", page.toAbsolutePath());
      err.flush();
    }
  }

  private boolean isOpened(Path page) throws InterruptedException {
    if (command.isEmpty()) {
      return false;
    }
    List<String> words = new ArrayList<>(command);
    words.add(page.toUri().toString());
    try {
      Process opener =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return !opener.waitFor(MILLIS_TO_FAIL, TimeUnit.MILLISECONDS) || opener.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
