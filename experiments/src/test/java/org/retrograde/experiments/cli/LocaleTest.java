package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file that is written follows the locale, also where the library is used without Main. */
final class LocaleTest {

  private static final String TINY =
      """
      name: tiny
      data: {source: synthetic, features: 3, classes: 2, train: 8, validation: 4, test: 4}
      model: {width: 4, depth: 1, base-width: 4}
      training: {steps: 20, batch: 4, learning-rate: 0.5, momentum: 0.75}
      run: {strategy: replay}
      arms:
        flat: {schedule: linear, learning-rate: 0.25, momentum: 0.5}
      grid:
        learning-rates: {from: 0.1, factor: 2, count: 2}
        momenta: [0.5]
        seeds: 1
      tune:
        iterations: 1
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters: [{name: learning-rate, per: group}]
      transfer: {widths: [4, 12], seeds: 1, arms: [flat]}
      """;

  private final Locale before = Locale.getDefault();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void filesAreTheSameUnderEveryLocale() throws IOException {
    Map<String, String> expected = filesUnder(Locale.ROOT);
    assertThat(expected.get("TinyRecipe.java")).contains("WIDTH = 12,");
    for (String tag : new String[] {"ar-EG", "fa-IR", "tr-TR", "de-DE"}) {
      Locale locale = Locale.forLanguageTag(tag);
      Map<String, String> files = filesUnder(locale);
      expected.forEach((name, text) -> assertThat(files.get(name)).as(tag + name).isEqualTo(text));
    }
  }

  @Test
  void thoseLocalesDoHaveOtherDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat("%d".formatted(4)).isNotEqualTo("4");
  }

  private Map<String, String> filesUnder(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path run = folder.resolve("run-" + locale.toLanguageTag());
    Path config = Files.writeString(folder.resolve("tiny.yaml"), TINY);
    done("run", config.toString(), "--out=" + run);
    String recipe = run.resolve("recipe.json").toString();
    for (String target : new String[] {"pytorch", "optax", "dl4j"}) {
      done("export", recipe, "--to", target, "--width=12");
    }
    Map<String, String> texts = new TreeMap<>();
    for (String name :
        new String[] {
          "config.yaml",
          "recipe.json",
          "results.json",
          "report.html",
          "tiny_pytorch.py",
          "tiny_optax.py",
          "TinyRecipe.java"
        }) {
      texts.put(name, comparable(name, Files.readString(run.resolve(name))));
    }
    return texts;
  }

  /** Without what was measured, which differs from run to run; of reports only letters count. */
  private static String comparable(String name, String text) {
    if (name.equals("report.html")) {
      return text.replaceAll("[^\\p{Nd}\u066b\u066c]|[0-9]", "");
    }
    return name.equals("results.json")
        ? text.replaceAll("\"(seconds|bytes)\" : [-+.0-9Ee]+", "")
        : text;
  }

  private static void done(String... arguments) {
    Invocation result = Invocation.of(arguments);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }
}
