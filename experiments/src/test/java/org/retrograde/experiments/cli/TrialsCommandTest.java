package org.retrograde.experiments.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.Documentation;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.Searches;

/** Tuners outside of the program: what they are told, and those of the examples and the pages. */
final class TrialsCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path EXAMPLES = Path.of("..", "examples", "python");

  private static final String EXPERIMENT =
      """
      name: trials
      data: {source: synthetic, features: 8, classes: 3, train: 200, validation: 100, test: 100}
      model: {width: 16, depth: 2, base-width: 16}
      training: {steps: 20, batch: 20, learning-rate: 0.1, momentum: 0.8}
      search:
        methods: [optuna-tpe]
        runs: 30
        judge-seeds: 1
        hyperparameters:
          - {name: learning-rate, per: all, knots: 1}
          - {name: init-scale, per: all}
      """;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("trials.yaml"), EXPERIMENT);
  }

  private static Invocation withInput(String input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return Invocation.of(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void itAnswersWhatStandardInputAsksForUntilItsEnd() throws IOException {
    Invocation result =
        withInput(
            "{\"id\": 1, \"values\": {\"learning rate\": 0.2}}\n{\"id\": 2, \"row\": []}",
            "trials",
            file.toString(),
            "--seeds=2");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("seeds").asInt()).isEqualTo(2);
    assertThat(lines.get(1).get("error").asText()).contains("did you mean 'raw'?");
    assertThat(lines.get(2).get("losses")).hasSize(2);
    assertThat(withInput("", "trials", file.toString()).out().lines()).hasSize(1);
  }

  @Test
  void aWrongNumberOfSeedsIsWrongInput() {
    Invocation result = withInput("", "trials", file.toString(), "--seeds=0");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("--seeds must be at least 1, got 0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTunerThatGoesEndsItQuietly(boolean byCtrlC) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> words = new ArrayList<>(Child.SIGNALS_AS_BY_DEFAULT);
    words.addAll(Child.words(List.of(), List.of("trials", file.toString())));
    Process process = new ProcessBuilder(words).redirectError(log.toFile()).start();
    BufferedReader answers = process.inputReader();
    assertThat(answers.readLine()).startsWith("{\"protocol\":1");
    if (byCtrlC) {
      new Child(process, log).signal("INT");
    } else {
      answers.close();
      process.outputWriter().append("{\"values\": {}}\n{\"values\": {}}\n").close();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(byCtrlC ? ExitCode.INTERRUPTED : ExitCode.DONE);
    assertThat(Files.readString(log).lines().filter(line -> !line.startsWith("WARNING")).toList())
        .isEqualTo(byCtrlC ? List.of("retrograde: interrupted") : List.of());
  }

  @Test
  void theExampleOfOptunaTunes() throws IOException, InterruptedException {
    PythonFixture.assumeOptuna();
    requireFall(python(EXAMPLES.resolve("optuna_tune.py"), "12"), "of 12");
  }

  @Test
  void theExampleOfGradientsTunes() throws IOException, InterruptedException {
    PythonFixture.assumeOptuna(); // which needs SciPy
    requireFall(python(EXAMPLES.resolve("gradient_tune.py"), "5"), "training runs");
  }

  private static void requireFall(String printed, String end) {
    Matcher figures = Pattern.compile("start ([\\d.]+), best ([\\d.]+) .*" + end).matcher(printed);
    assertThat(figures.find()).as(printed).isTrue();
    assertThat(Double.parseDouble(figures.group(2)))
        .isLessThan(Double.parseDouble(figures.group(1)));
    assertThat(printed).contains("{'learning rate': ");
  }

  @Test
  void thePlainPythonOfThePageRuns() throws IOException, InterruptedException {
    PythonFixture.assumeOptuna(); // no part of it, but then there is Python
    String page = Documentation.blocks("docs/tuners.md", "python").get(0);
    String words =
        Child.words(List.of(), List.of("trials", file.toString())).stream()
            .map(word -> '"' + word + '"')
            .collect(joining(", "));
    String command = "\"./retrograde\", \"trials\", \"quickstart\"";
    assertThat(page).contains(command);
    Path script = Files.writeString(folder.resolve("page.py"), page.replace(command, words));
    assertThat(python(script).lines().filter(line -> line.matches("\\d\\.\\d+ \\[.*")).toList())
        .hasSizeBetween(4, 8); // it draws without a seed, and a run may diverge
  }

  /** Runs a script, which is given the command of trials. */
  private String python(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(PythonFixture.PYTHON, script.toString()));
    words.addAll(List.of(arguments));
    words.addAll(Child.words(List.of(), List.of("trials", file.toString())));
    Path log = folder.resolve("python.log");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Child child =
        new Child(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    assertThat(child.code()).as(child.output()).isZero();
    return child.output();
  }

  @Test
  void optunaSearchesAsOtherMethodsDoAndTheSameEachTime() throws IOException, InterruptedException {
    PythonFixture.assumeOptuna();
    SearchCurve first = search("first");
    assertThat(first.method()).isEqualTo("optuna-tpe");
    assertThat(first.runs()).isEqualTo(30);
    List<Double> losses = losses(first);
    assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
    assertThat(losses(search("second"))).isEqualTo(losses);
  }

  private SearchCurve search(String name) throws IOException {
    Path out = folder.resolve(name);
    Invocation result =
        Invocation.of(
            "run", file.toString(), "--out=" + out, "--set=run.python=" + PythonFixture.PYTHON);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    var results = RunDirectory.open(out).read().results();
    assertThat(results.all(Notes.class)).anyMatch(note -> note.contains("TPESampler of Optuna "));
    return results.all(Searches.class).get(0);
  }

  private static List<Double> losses(SearchCurve curve) {
    return curve.points().stream().map(point -> point.loss()).toList();
  }

  @Test
  void withoutOptunaARunEndsBeforeItTrainsAndSaysWhatToInstall() {
    Invocation result =
        Invocation.of(
            "run",
            file.toString(),
            "--out=" + folder.resolve("run"),
            "--set=run.python=/no/python3");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains("optuna-tpe: /no/python3 cannot be started", "python3 -m pip install optuna");
  }
}
