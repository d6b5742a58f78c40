package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reports.record.Checks;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reversible.device.nd4j.GpuSurvey;

/** What a user does with the built-in experiment {@code smoke}. */
final class CommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String CHAOTIC = "arms.flat.learning-rate=60";

  @TempDir private static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void runSmoke() {
    run = folder.resolve("smoke");
    Invocation result = Invocation.of("run", "smoke", "--out", run.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("report.html").contains("reversal over 20 steps: exact");
  }

  @Test
  void aRunDirectoryIsComplete() throws IOException {
    var record = RunDirectory.open(run).read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.DONE);
    assertThat(record.manifest().command()).startsWith("./retrograde", "run", "smoke");
    assertThat(record.manifest().finalStateHash()).isNotBlank();
    assertThat(record.iterations()).hasSize(5);
    assertThat(record.results().all(Transfer.class)).hasSize(2 * 2 * 2);
    assertThat(record.results().all(Schedules.class)).isNotEmpty();
    assertThat(record.results().all(Importances.class)).isNotEmpty();
    assertThat(record.config()).contains("name: smoke");
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aRunPrintsItsFiguresForPrograms() throws IOException {
    Invocation result =
        Invocation.of("run", "smoke", "--out", run.toString(), "--resume", "--json", "--quiet");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err()).isEmpty();
    JsonNode figures = JSON.readTree(result.out());
    assertThat(figures.get("experiment").asText()).isEqualTo("smoke");
    assertThat(figures.get("status").asText()).isEqualTo("DONE");
    for (String file : List.of("directory", "report", "results", "recipe")) {
      assertThat(Path.of(figures.get(file).asText())).as(file).exists();
    }
    assertThat(figures.get("reversal").get("exact").asBoolean()).isTrue();
    assertThat(figures.get("tuning").get("iterations").asInt()).isEqualTo(4);
    assertThat(figures.has("published")).isFalse();
    assertThat(figures.get("transfer")).hasSize(2 * 2);
    JsonNode tuned = figures.get("transfer").get(3);
    assertThat(tuned.get("arm").asText()).isEqualTo("tuned");
    Invocation alone =
        Invocation.of("transfer", run.toString(), "--width=32", "--seeds=2", "--json");
    for (String figure : List.of("validationLoss", "validationLossDeviation", "testError")) {
      assertThat(tuned.get(figure)).as(figure).isEqualTo(JSON.readTree(alone.out()).get(figure));
    }
  }

  @Test
  void aReplicationPrintsItsFiguresBesideThePublishedOnes() {
    Path directory = folder.resolve("p1");
    Invocation result = Invocation.of("run", "paper/p1", "--out", directory.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .contains("final loss at start", "395.6, published 395.3: agrees")
        .contains("final loss tuned", "356.3, published 356.3: agrees");
  }

  @Test
  void aRecipeTrainsToTheVeryLossOfTheTunedArm() throws IOException {
    double expected =
        RunDirectory.open(run).read().results().all(Transfer.class).stream()
            .filter(transfer -> transfer.arm().equals("tuned") && transfer.width() == 32)
            .mapToDouble(TransferRun::validationLoss)
            .average()
            .orElseThrow();
    Invocation result =
        Invocation.of(
            "transfer", run.resolve("recipe.json").toString(), "--width=32", "--seeds=2", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(JSON.readTree(result.out()).get("validationLoss").asDouble()).isEqualTo(expected);
  }

  @Test
  void aRecipeTrainsForAnotherNumberOfSteps() throws IOException {
    Invocation result =
        Invocation.of(
            "transfer", run.resolve("recipe.json").toString(), "--width=8", "--steps=35", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(JSON.readTree(result.out()).get("validationLoss").asDouble()).isPositive();
  }

  @Test
  void severalWidthsHaveARowEachWithTheSpreadOverSeeds() throws IOException {
    Invocation result =
        Invocation.of("transfer", run.toString(), "--width=8,32", "--seeds=2", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode rows = JSON.readTree(result.out());
    assertThat(rows).hasSize(2);
    List<TransferRun> tuned =
        RunDirectory.open(run).read().results().all(Transfer.class).stream()
            .filter(transfer -> transfer.arm().equals("tuned") && transfer.width() == 32)
            .toList();
    double first = tuned.get(0).validationLoss();
    double second = tuned.get(1).validationLoss();
    assertThat(rows.get(0).get("width").asInt()).isEqualTo(8);
    assertThat(rows.get(1).get("validationLoss").asDouble()).isEqualTo((first + second) / 2);
    assertThat(rows.get(1).get("validationLossDeviation").asDouble())
        .isCloseTo(Math.abs(first - second) / Math.sqrt(2), within(1e-12));
    Invocation table = Invocation.of("transfer", run.toString(), "--width=8,32", "--seeds=2");
    assertThat(table.out().lines())
        .hasSize(4)
        .anyMatch(line -> line.matches(" +8  0\\.\\d{4} \\+- 0\\.\\d{4} .*"))
        .anyMatch(line -> line.matches(" +32  0\\.\\d{4} \\+- 0\\.\\d{4} .*"));
    Invocation alone = Invocation.of("transfer", run.toString(), "--seeds=1");
    assertThat(alone.out()).contains("validation loss ").doesNotContain("+-");
    Invocation twice = Invocation.of("transfer", run.toString(), "--width=8,8");
    assertThat(twice.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(twice.err()).contains("--width names 8 twice");
  }

  /** Fewer steps than tuning had knots: nothing is tuned now. */
  @Test
  void aRecipeTrainsForFewerStepsThanItWasTunedWithKnots() throws IOException {
    String recipe = run.resolve("recipe.json").toString();
    Invocation result = Invocation.of("transfer", recipe, "--width=8", "--steps=2", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(JSON.readTree(result.out()).get("validationLoss").asDouble()).isPositive();
    Invocation control = Invocation.of("check", "smoke", "--set=training.steps=2");
    assertThat(control.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(control.err()).contains("knots: must be at most training.steps (2)");
  }

  @Test
  void whatTheRecipeIsForCannotBeChangedUnderIt() {
    String recipe = run.resolve("recipe.json").toString();
    String[][] wrong = {
      {"training.optimizer=heavy-ball", "is for momentum, training.optimizer is heavy-ball"},
      {"training.optimizer=adamw", "the recipe is for momentum, training.optimizer is adamw"},
      {"model.base-width=128", "count from base width 16, model.base-width is 128"},
      {"training.batch=100000", "--set training.batch=100000: training.batch: must be at most"},
      {"data.train=1", "(config): training.batch: must be at most data.train (1)"}
    };
    for (String[] change : wrong) {
      for (String[] command :
          new String[][] {
            {"transfer", recipe, "--width=8", "--set", change[0]},
            {"export", recipe, "--to=pytorch", "--set", change[0], "--out", "nowhere.py"}
          }) {
        Invocation result = Invocation.of(command);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(result.err()).contains(change[1]);
      }
    }
  }

  @Test
  void aRecipeWithoutAScheduleOfItsOptimizerIsRefused() throws IOException {
    ObjectNode recipe = (ObjectNode) JSON.readTree(run.resolve("recipe.json").toFile());
    ((ObjectNode) recipe.get("tuned").get("schedules")).remove("MOMENTUM");
    Path file = folder.resolve("half.json");
    JSON.writeValue(file.toFile(), recipe);
    Invocation result = Invocation.of("transfer", file.toString(), "--width=8");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains(
            "half.json: has schedules of [learning rate], optimizer momentum reads [learning rate,"
                + " momentum]");
  }

  @Test
  void aRecipeIsExportedBesideItselfAndNeverOverAFile() throws IOException {
    String recipe = run.resolve("recipe.json").toString();
    for (String[] target :
        new String[][] {
          {"pytorch", "smoke_pytorch.py", "WIDTH = 16"},
          {"optax", "smoke_optax.py", "WIDTH = 16"},
          {"dl4j", "SmokeRecipe.java", "WIDTH = 16,"}
        }) {
      Invocation result = Invocation.of("export", recipe, "--to", target[0]);
      assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
      Path file = run.resolve(target[1]);
      assertThat(result.out().strip()).isEqualTo(file.toAbsolutePath().toString());
      assertThat(file).content().contains(target[2]);
      Invocation again = Invocation.of("export", recipe, "--to", target[0]);
      assertThat(again.code()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(again.err()).contains(target[1] + " exists already");
    }
  }

  @Test
  void anExportedFileTakesItsNameAndWidthFromTheOptions() {
    Path file = folder.resolve("Mine.java");
    Invocation result =
        Invocation.of(
            "export",
            run.resolve("recipe.json").toString(),
            "--to=dl4j",
            "--width=48",
            "--out",
            file.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(file).content().contains("public final class Mine {", "WIDTH = 48, BASE_WIDTH = 16");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void anExportWarnsAsATransferDoes() {
    Invocation result =
        Invocation.of(
            "export",
            run.resolve("recipe.json").toString(),
            "--to=optax",
            "--width=48",
            "--set=model.parametrization=standard",
            "--out=" + folder.resolve("warned.py"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("warning: under parametrization standard what was tuned at width 16 is not");
  }

  @Test
  void aRunDirectoryStandsForItsRecipe() throws IOException {
    Path copied = Files.createDirectory(folder.resolve("copied"));
    Path recipe = Files.copy(run.resolve("recipe.json"), copied.resolve("recipe.json"));
    String[] directory = {"transfer", copied.toString(), "--width=8", "--seeds=1", "--json"};
    Invocation trained = Invocation.of(directory);
    assertThat(trained.code()).as(trained.err()).isEqualTo(ExitCode.DONE);
    directory[1] = recipe.toString();
    assertThat(trained).isEqualTo(Invocation.of(directory));
    Invocation exported = Invocation.of("export", copied.toString(), "--to=optax");
    assertThat(exported.code()).as(exported.err()).isEqualTo(ExitCode.DONE);
    assertThat(copied.resolve("smoke_optax.py")).isNotEmptyFile();
    Files.delete(recipe);
    for (String[] command : new String[][] {directory, {"export", "", "--to=optax"}}) {
      command[1] = copied.toString();
      Invocation none = Invocation.of(command);
      assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(none.err()).contains("copied has no recipe.json: a run writes it");
    }
  }

  @Test
  void whatCannotBeExportedIsWrongInput() {
    String recipe = run.resolve("recipe.json").toString();
    String[][] wrong = {
      {"--to=dl4j", "--set=training.clip=2", "training.clip is 2.0"},
      {"--to=dl4j", "--out=" + folder.resolve("no-class.java"), "no-class.java"},
      {"--to=pytorch", "--out=" + folder.resolve("nowhere/recipe.py"), "cannot be written"},
      {"--to=pytorch", "--width=0", "--width must be at least 1, got 0"},
      {"--to=groups", "--width=16", "moves over the run"},
      {"--to=pytorch", "--set=model.depth=3", "mlp has no rule here by which it holds at 3"}
    };
    for (String[] arguments : wrong) {
      Invocation result = Invocation.of("export", recipe, arguments[0], arguments[1]);
      assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(result.err()).contains(arguments[2]);
    }
  }

  @Test
  void aReportCanBeWrittenAnew() {
    Invocation result = Invocation.of("report", run.toString());
    assertThat(result.code()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("report.html");
  }

  @Test
  void checkFindsTheSmokeExperimentSound() throws IOException {
    Invocation result = Invocation.of("check", "smoke", "--json");
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    JsonNode outcome = JSON.readTree(result.out());
    assertThat(outcome.get("figures"))
        .hasSize(1 + 4 + 3 + 3 + 2)
        .allSatisfy(figure -> assertThat(figure.get("passed").asBoolean()).isTrue());
    assertThat(outcome.get("conclusion").asText()).isEqualTo("USABLE");
    assertThat(outcome.get("verdict").get(0).asText()).startsWith("Hypergradients are usable here");
  }

  @Test
  void checkSaysInWordsAndInItsReportWhereHypergradientsExplode() throws IOException {
    Path out = folder.resolve("check");
    Invocation result =
        Invocation.of(
            "check", "smoke", "--set=model.activation=tanh", "--set", CHAOTIC, "--out=" + out);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out())
        .contains("Hypergradients are not safe to use here as it is")
        .contains("beyond the edge of chaos")
        .contains("What usually helps: a smaller")
        .contains(out.resolve("report.html").toString());
    Results results = RunDirectory.open(out).read().results();
    assertThat(results.all(Checks.class)).extracting(CheckFigure::passed).contains(true, false);
    assertThat(results.all(AdjointTraces.class).get(0).norms()).hasSizeGreaterThan(10);
    assertThat(results.all(Notes.class).get(0)).contains("not safe to use here");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("checks failed", "chart-adjoint");
  }

  @Test
  void planShowsEveryStrategyAndTheMeasuredCostOfTheChosenOne() throws IOException {
    Invocation result = Invocation.of("plan", "smoke", "--measure", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode plan = JSON.readTree(result.out());
    assertThat(plan.get("strategies"))
        .hasSize(Strategy.values().length)
        .allSatisfy(strategy -> assertThat(strategy.get("bytes").asLong()).isPositive())
        .allSatisfy(strategy -> assertThat(strategy.get("seconds").asDouble()).isPositive());
    assertThat(plan.get("measured").get("bytes").asLong()).isPositive();
    assertThat(plan.get("checkpoint").get("bytes").asLong()).isPositive();
    assertThat(plan.get("checkpoint").get("seconds").asDouble()).isPositive();
  }

  @Test
  void planSaysWhatACheckpointCosts() {
    assertThat(Invocation.of("plan", "smoke").out())
        .containsPattern(
            "a checkpoint is of [0-9.]+ MB and took .* s to write to .*; none is written, as"
                + " run.checkpoint-minutes is 0");
    assertThat(Invocation.of("plan", "smoke", "--set=run.checkpoint-minutes=2.5").out())
        .containsPattern("s to write to .*, every 2.50 minutes [0-9.e-]+ % of the time");
  }

  @Test
  void checkGoesAllTheWayBackWhereTuningDoesNot() {
    Invocation result =
        Invocation.of(
            "check", "smoke", "--set", "model.activation=tanh", "--set", "tune.last-steps=3");
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aBudgetThatNothingFitsIsWrongInputWithWhatIsNeeded() {
    String out = "--out=" + folder.resolve("tight");
    String[] tight = {"--set=model.width=500", "--set=run.memory-budget=1", "--set=grid=null"};
    for (String[] command : new String[][] {{"plan", "smoke"}, {"run", "smoke", out}}) {
      String[] all =
          Stream.concat(Arrays.stream(command), Arrays.stream(tight)).toArray(String[]::new);
      Invocation result = Invocation.of(all);
      assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(result.err()).contains("no strategy fits a memory budget of 1.0 MB", "needs");
    }
  }

  @Test
  void benchHasEveryFigureWithItsThreads() throws IOException {
    Invocation result = Invocation.of("bench", "--steps=3", "--rounds=1", "--threads=2", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode figures = JSON.readTree(result.out());
    for (String name :
        new String[] {
          "trainStepMs",
          "hypergradientSeconds",
          "hypergradientToTraining",
          "keptHypergradientSeconds",
          "keptToTraining",
          "wideTrainStepMs",
          "runsPerSecondTwoAtOnce",
          "extraMegabytesT1000",
          "keptMegabytes",
          "updateForwardNsPerParameter",
          "updateBackwardNsPerParameter",
          "updateAdjointNsPerParameter"
        }) {
      JsonNode figure = figures.get(name);
      assertThat(figure).as(name).isNotNull();
      assertThat(figure.get("measured").get("median").asDouble()).as(name).isPositive();
      boolean alone = name.startsWith("update") || name.equals("runsPerSecondTwoAtOnce");
      assertThat(figure.get("threads").asInt()).as(name).isEqualTo(alone ? 1 : 2);
    }
    assertThat(figures.get("optimizers")).hasSize(6);
    assertThat(Invocation.of("bench", "--steps=0").code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(Invocation.of("bench", "--workload=convnet").code()).isEqualTo(ExitCode.WRONG_INPUT);
  }

  @Test
  void updatesAloneHaveNothingToCompare() {
    Invocation result = Invocation.of("bench", "--updates-only", "--against-torch");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("--updates-only or --against-torch");
  }

  @Test
  void aPythonWithoutTorchIsWrongInput() {
    Invocation result = Invocation.of("bench", "--against-torch", "--python=true");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("true cannot import torch", "--python");
  }

  @Test
  void planSaysWhatDoesNotApply() {
    Invocation result =
        Invocation.of(
            "plan",
            "smoke",
            "--set",
            "training.optimizer=rmsprop",
            "--set",
            "arms.flat.learning-rate=0.01",
            "--set",
            "reversal=null",
            "--set",
            "tune.hyperparameters=[{name: learning-rate, per: all}]");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).containsPattern("replay +does not apply").contains("<- chosen");
  }

  @Test
  void listNamesEveryBuiltInWithItsMinutes() throws IOException {
    assertThat(Invocation.of("list").out()).contains("quickstart", "quickstart-baselines", "smoke");
    assertThat(Invocation.of("list").out().lines().map(line -> line.indexOf(" min  ")).distinct())
        .as("one column, however long the names")
        .hasSize(1);
    assertThat(JSON.readTree(Invocation.of("list", "--json").out()))
        .allSatisfy(experiment -> assertThat(experiment.get("minutes").asDouble()).isPositive());
  }

  @Test
  void infoNamesDeviceAndBlas() throws IOException {
    JsonNode facts = JSON.readTree(Invocation.of("info", "--json").out());
    assertThat(facts.get("device").asText()).isEqualTo("host FLOAT32");
    assertThat(facts.get("BLAS").asText()).startsWith("OpenBLAS");
  }

  @Test
  void infoSaysWhichGraphicsCardItSeesOrWhyNone() throws IOException {
    JsonNode facts = JSON.readTree(Invocation.of("info", "--json").out());
    assertThat(facts.get("GPU").asText()).isEqualTo(GpuSurvey.take().describe());
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command :
        new String[] {
          "run",
          "list",
          "check",
          "plan",
          "bench",
          "growth",
          "coordcheck",
          "lrsweep",
          "transfer",
          "export",
          "report",
          "runs",
          "compare",
          "replay",
          "info"
        }) {
      Invocation help = Invocation.of(command, "--help");
      assertThat(help.code()).isEqualTo(ExitCode.DONE);
      assertThat(help.out()).contains("Usage: retrograde " + command);
    }
  }
}
