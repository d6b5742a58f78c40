package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong input ends with one clear message and exit code 2, without a stack trace. */
final class WrongInputTest {

  @TempDir private Path folder = Path.of("");

  static List<Arguments> wrongInputs() {
    return List.of(
        input("an unknown command", "did you mean", "chekc", "smoke"),
        input("an unknown command beside --help", "Unmatched argument", "foo", "--help"),
        input("a command that is nearly one", "did you mean 'version'?", "versoin"),
        input("an option that is near", "did you mean '--width'?", "transfer", "x", "--widht=3"),
        input(
            "an abbreviation",
            "did you mean 'learning-rate'?",
            "run",
            "smoke",
            "--set",
            "training.lr=3"),
        input("no path", "is no path", "run", "smoke", "--out", "a\0b"),
        input("no path of a config", "is no path", "run", "a\0b.yaml"),
        input(
            "a folder for a file",
            "is no directory and cannot be made: ",
            "growth",
            "--out=pom.xml/x"),
        input("an unknown option", "--widht", "run", "smoke", "--widht", "3"),
        input("an unknown experiment", "quickstart", "run", "quickstrat"),
        input("a missing file", "file not found", "run", "./nowhere.yaml"),
        input("an unknown key", "did you mean", "run", "smoke", "--set", "training.step=3"),
        input("a wrong type", "must be an integer", "run", "smoke", "--set", "model.width=wide"),
        input("a negative width", "-4", "run", "smoke", "--set", "model.width=-4"),
        input("an unknown device", "host", "run", "smoke", "--device", "abacus"),
        input("no threads", "threads", "run", "smoke", "--threads", "0"),
        input("a missing reference case", "no such file", "check", "--case", "nowhere.json"),
        input("nothing to check", "EXPERIMENT", "check"),
        input("a report of a case", "--out", "check", "--case=nowhere.json", "--out=nowhere"),
        input("a missing recipe", "no such file", "transfer", "nowhere.json", "--width", "8"),
        input("nothing to export", "no such file", "export", "nowhere.json", "--to=pytorch"),
        input("no library", "--to", "export", "recipe.json"),
        input(
            "an unknown library",
            "no library 'tf'; there are [pytorch, optax, dl4j, groups]",
            "export",
            "recipe.json",
            "--to=tf"),
        input("runs of nowhere", "nowhere cannot be looked into", "runs", "nowhere"),
        input("no column", "--sort", "runs", "--sort=colour"),
        input("one run to compare", "DIR", "compare", "nowhere"),
        input("no run to replay", "nowhere is not a run directory", "replay", "nowhere"),
        input("too few steps", "--max-steps must be at least 100", "growth", "--max-steps=99"),
        input("too few parameters", "at least 10000, got 5", "growth", "--max-parameters=5"),
        input("negative memory", "--spill-memory must be", "growth", "--spill-memory=-1"),
        input("a file for a folder", "--out", "growth", "--out", "pom.xml"),
        input("no such device", "abacus", "growth", "--out=target/growth", "--device=abacus"),
        input("one width", "--widths must be at least two", "coordcheck", "smoke", "--widths=32"),
        input("one seed", "--seeds must be at least 2", "coordcheck", "smoke", "--seeds=1"),
        input(
            "too many steps",
            "training.steps (20), got 99",
            "coordcheck",
            "smoke",
            "--steps=99",
            "--out=target/coordcheck"),
        input("no readout", "--readout must be above 0", "coordcheck", "smoke", "--readout=0"),
        input("no sweep", "smoke has no section sweep", "lrsweep", "smoke"),
        input(
            "a sweep without its base",
            "must contain model.base-width (32), got [64,128]",
            "lrsweep",
            "lr-sweep-adam",
            "--set=sweep.widths=[64, 128]"),
        input(
            "coordinates of a class",
            "problem class has no widths",
            "coordcheck",
            "paper/p1",
            "--out=target/coordcheck"),
        input(
            "widths of a class",
            "problem class does not read it",
            "run",
            "paper/p1",
            "--set=transfer={widths: [1]}"),
        input(
            "a resumption without a place", "--resume needs --out DIR", "run", "smoke", "--resume"),
        input(
            "a class that is not there",
            "no class nowhere.Loss on the class path; RETROGRADE_CLASS_PATH",
            "run",
            "paper/p1",
            "--set=problem.class=nowhere.Loss"),
        input(
            "an alphabet that is not there",
            "no folder: ",
            "run",
            "paper/p7",
            "--set=problem.tasks={source: images, folder: nowhere, train: 1, validation: 1,"
                + " test: 1}"),
        input("no run directory", "not a run directory", "report", "nowhere"));
  }

  private static Arguments input(String claim, String expected, String... arguments) {
    return Arguments.of(claim, expected, arguments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongInputs")
  void endsWithOneClearMessage(String claim, String expected, String[] arguments) {
    Invocation result = Invocation.of(arguments);
    assertThat(result.err()).as(claim).containsIgnoringCase(expected);
    assertClean(result);
  }

  @Test
  void everyErrorOfAConfigIsShownAtOnceWithItsLine() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        name: mine
        title: Mine
        data:
          source: synthetic
          features: 4
          classes: 2
          train: 40
          validation: 20
          test: 20
        model:
          width: -3
        training:
          steps: many
          batch: 10
          learning-rate: 1.0
          momentum: 0.5
          stesp: 7
        """);
    Invocation result = Invocation.of("run", file.toString());
    assertThat(result.err())
        .contains("mine.yaml:11")
        .contains("mine.yaml:13")
        .contains("mine.yaml:17");
    assertClean(result);
  }

  @Test
  void aTruncatedIdxFileIsNamed() throws IOException {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 9, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    Files.write(folder.resolve("images"), images);
    Files.write(folder.resolve("labels"), labels);
    Path file = folder.resolve("own.yaml");
    Files.writeString(
        file,
        """
        name: own
        title: Own data
        data:
          source: idx
          train: 4
          validation: 2
          test: 2
          train-images: images
          train-labels: labels
          test-images: images
          test-labels: labels
        training: {steps: 2, batch: 2, learning-rate: 0.1, momentum: 0.5}
        reversal: {steps: 2}
        """);
    Invocation result =
        Invocation.of("run", file.toString(), "--out", folder.resolve("out").toString());
    assertThat(result.err()).contains("images").containsIgnoringCase("truncated");
    assertClean(result);
  }

  @Test
  void aFileOfAnotherKindIsNamedInOneLine() throws IOException {
    String[][] kinds = {
      {"{\"schema\": \"retrograde-recipe-3\"}", "it.json:1: is a recipe and no experiment;"},
      {"{\"schema\": \"retrograde-run-9\"}", "it.json:1: is a record that a run wrote"},
      {"{\"format\": \"hypergrad-case-1\"}", "it.json:1: is a reference case"}
    };
    for (String[] kind : kinds) {
      Path file = Files.writeString(folder.resolve("it.json"), kind[0]);
      Invocation result = Invocation.of("run", file.toString());
      assertThat(result.err()).contains(kind[1]).hasLineCount(1);
      assertClean(result);
    }
  }

  @Test
  void aFileOfAnotherKindIsNamedWhereARecipeOrACaseIsWanted() throws IOException {
    Path config = folder.resolve("it.yaml");
    Files.writeString(config, "name: it\ntraining: {steps: 2}\n");
    Path recipe = folder.resolve("recipe.json");
    Files.writeString(recipe, "{\"schema\": \"retrograde-recipe-4\"}");
    Path other =
        Files.writeString(folder.resolve("case.json"), "{\"format\": \"hypergrad-case-1\"}");
    assertNamed("is an experiment and no recipe; ./retrograde run ", "transfer", config);
    assertNamed("is a reference case and no recipe; ./retrograde check --case ", "transfer", other);
    assertNamed("is an experiment and no reference case; ", "check", config);
    assertNamed("is a recipe and no reference case; ./retrograde transfer ", "check", recipe);
    Path none = Files.writeString(folder.resolve("none.json"), "{");
    Invocation result = Invocation.of("transfer", none.toString());
    assertThat(result.err()).contains("none.json:1:2: is not valid JSON");
  }

  private static void assertNamed(String words, String command, Path file) {
    Invocation result =
        command.equals("check")
            ? Invocation.of("check", "--case", file.toString())
            : Invocation.of(command, file.toString());
    assertThat(result.err()).contains(file + ": " + words).hasLineCount(1);
    assertClean(result);
  }

  @Test
  void textOfSpreadsheetsIsRecognized() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: own
            data: {source: csv, file: own.csv, train: 1, validation: 1, test: 1}
            training: {steps: 2, batch: 1, learning-rate: 0.1}
            reversal: {steps: 2}
            """);
    String[][] contents = {
      {"1 2 0\n3 4 1\n", "own.csv:1: expected at least 2 columns", "(data.separator)"},
      {"1,5;2,3;1\n2,5;3,4;0\n", "own.csv:1:1: \"1,5\" is not a number", "data.decimal: comma"}
    };
    for (String[] content : contents) {
      Files.writeString(folder.resolve("own.csv"), content[0]);
      Invocation result = Invocation.of("run", config.toString());
      assertThat(result.err()).contains(content[1], content[2]);
      assertClean(result);
    }
    Files.writeString(folder.resolve("own.csv"), "1,2,0\n", StandardCharsets.UTF_16);
    Invocation utf16 = Invocation.of("run", config.toString());
    assertThat(utf16.err()).contains("own.csv: is UTF-16 text; save it as UTF-8");
    assertClean(utf16);
    Path wide = folder.resolve("wide.yaml");
    Files.writeString(wide, "name: own\n", StandardCharsets.UTF_16LE);
    assertThat(Invocation.of("run", wide.toString()).err()).contains("wide.yaml: is UTF-16 text");
  }

  @Test
  void anEarlierRunIsNotOverwritten() throws IOException {
    Path out = folder.resolve("run");
    Files.createDirectories(out);
    Files.writeString(out.resolve("manifest.json"), "{}");
    Invocation result = Invocation.of("run", "smoke", "--out", out.toString());
    assertThat(result.err()).contains("--out");
    assertClean(result);
    assertThat(out.resolve("manifest.json")).hasContent("{}");
  }

  @Test
  void aLearningRateThatDivergesEndsWithItsStepAndValue() throws IOException {
    Path out = folder.resolve("run");
    Invocation result =
        Invocation.of(
            "run", "smoke", "--out", out.toString(), "--set", "arms.flat.learning-rate=1e9");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("training diverged at step");
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(Files.readString(out.resolve("manifest.json"))).contains("FAILED");
    assertThat(out.resolve("report.html")).isNotEmptyFile();
  }

  private static void assertClean(Invocation result) {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(result.out()).isEmpty();
  }
}
