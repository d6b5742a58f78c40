package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens a report. */
final class BrowserTest {

  @TempDir private static Path folder = Path.of("");

  @Test
  void eachSystemHasItsCommandAndAVariableGoesBeforeIt() {
    Map<String, String> none = Map.of();
    assertThat(Browser.of("Mac OS X", none).command()).containsExactly("open");
    assertThat(Browser.of("Windows 11", none).command()).startsWith("rundll32");
    assertThat(Browser.of("Linux", Map.of("DISPLAY", ":0")).command()).containsExactly("xdg-open");
    assertThat(Browser.of("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")).command())
        .containsExactly("xdg-open");
    assertThat(Browser.of("Linux", none).command()).as("no desktop").isEmpty();
    for (String system : List.of("Linux", "Mac OS X")) {
      assertThat(Browser.of(system, Map.of("BROWSER", "lynx")).command()).containsExactly("lynx");
    }
  }

  @Test
  void thePageIsHandedOverAsAnAddress() throws IOException, InterruptedException {
    Path handed = folder.resolve("handed");
    Path script =
        Files.writeString(
            folder.resolve("browser"), "#!/bin/sh\nprintf %%s \"$1\" > '%s'\n".formatted(handed));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path page = folder.resolve("a report.html");
    assertThat(said(script.toString(), page)).isEmpty();
    assertThat(handed).content().startsWith("file:///").endsWith("a%20report.html");
  }

  @Test
  void withoutABrowserItIsSaidWhereThePageIs() throws InterruptedException {
    Path page = folder.resolve("report.html");
    for (String command : List.of("false", folder.resolve("nowhere").toString(), "")) {
      assertThat(said(command, page)).contains("no browser to open", page.toString());
    }
  }

  private static String said(String command, Path page) throws InterruptedException {
    StringWriter err = new StringWriter();
    Browser.of("Linux", Map.of("BROWSER", command)).open(page, new PrintWriter(err));
    return err.toString();
  }
}
