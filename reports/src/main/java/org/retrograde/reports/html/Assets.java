package org.retrograde.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Styles and scripts that the page carries inside itself.
 *
 * @param styles the style sheet
 * @param library the chart library
 * @param scripts our own chart functions
 */
record Assets(String styles, String library, String scripts) {

  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

  static Assets load() {
    String scripts =
        Stream.of(
                "look",
                "axes",
                "objective",
                "schedule",
                "groups",
                "adjoint",
                "transfer",
                "grid",
                "search",
                "derivative",
                "landscape",
                "memory",
                "growth",
                "sweep",
                "trajectories",
                "mixing",
                "tasks",
                "page")
            .map(name -> text("script/" + name + ".js"))
            .collect(Collectors.joining("\n"));
    return new Assets(text("report.css"), inScript(text(libraryPath())), inScript(scripts));
  }

  /**
   * A content security policy that allows these scripts and styles in the page and nothing from
   * outside. (Styles are allowed by kind, not by hash: the chart library sets some on its
   * tooltips.)
   */
  String policy() {
    return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
        + hash(library)
        + " "
        + hash(scripts);
  }

  /**
   * Keeps text inside its script element; both replacements mean the same within a JavaScript
   * string.
   */
  private static String inScript(String script) {
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  private static String libraryPath() {
    Properties webJar = new Properties();
    try (InputStream in = open(WEBJAR)) {
      webJar.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + WEBJAR, e);
    }
    return "/META-INF/resources/webjars/echarts/"
        + webJar.getProperty("version")
        + "/dist/echarts.min.js";
  }

  private static String text(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Assets.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("missing on the class path: " + resource);
    }
    return in;
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
