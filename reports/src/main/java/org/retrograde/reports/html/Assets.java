package org.retrograde.reports.html;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.Script;

/**
 * Styles and scripts that the page carries inside itself.
 *
 * @param styles the style sheet
 * @param library the chart library
 * @param scripts what draws its figures
 */
record Assets(String styles, String library, String scripts) {

  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

  /**
   * Reads what a page needs.
   *
   * @param drawing scripts of its figures; each gets a block of its own, so that names of one are
   *     not those of another
   */
  static Assets load(Collection<Script> drawing) {
    Stream<String> scripts =
        Stream.of(
                Stream.of("script/look.js", "script/axes.js", "script/legend.js").map(Assets::text),
                drawing.stream().map(script -> "{\n" + script.text() + "}\n"),
                Stream.of("script/page.js", "script/sort.js", "script/save.js").map(Assets::text))
            .flatMap(texts -> texts);
    return new Assets(
        text("report.css"),
        inScript(text(libraryPath())),
        inScript(scripts.collect(Collectors.joining("\n"))));
  }

  /** The same, and what loads the page of a run that goes on. */
  Assets withLive() {
    return new Assets(
        styles, library, scripts + inScript("\n{\n" + text("script/live.js") + "}\n"));
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
    try {
      webJar.load(new StringReader(text(WEBJAR)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + WEBJAR, e);
    }
    return "/META-INF/resources/webjars/echarts/"
        + webJar.getProperty("version")
        + "/dist/echarts.min.js";
  }

  private static String text(String resource) {
    return new Script(Assets.class, resource).text();
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
