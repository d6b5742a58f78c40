package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** Runs whose trials other processes do: the same bytes, whoever did them and when. */
final class SpoolRunTest {

  @TempDir private Path folder = Path.of("");

  private Path config = Path.of("");

  @BeforeEach
  void writeConfig() throws IOException {
    config =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            data: {source: synthetic, features: 6, classes: 3, train: 100, validation: 50, test: 50}
            model: {hidden: [8]}
            training: {steps: 20, batch: 20, optimizer: adamw, learning-rate: 0.01}
            tune:
              iterations: 2
              seeds: 3
              check-seeds: 2
              meta-optimizer: {name: adam, step: 0.1}
              hyperparameters: [{name: learning-rate, per: layer}]
            reversal: {steps: 20} # with a control in another precision, which is made here
            judge: {seeds: 2, baseline: {learning-rates: [0.01], seeds: 1}}
            """);
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private Invocation runInSpool(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("run", config.toString(), "--out=" + folder.resolve("there"), "--resume"));
    words.addAll(List.of("--spool=" + spool()));
    words.addAll(List.of(more));
    return Invocation.of(words.toArray(String[]::new));
  }

  /** Without what says how long something took, or how much memory it took then. */
  private JsonNode results(String run) throws IOException {
    JsonNode tree =
        new ObjectMapper().readTree(folder.resolve(run).resolve("results.json").toFile());
    ((ObjectNode) tree).remove("plan");
    removeTimes(tree);
    return tree;
  }

  private static void removeTimes(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      object.remove(List.of("seconds"));
    }
    if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
      tree.forEach(SpoolRunTest::removeTimes);
    }
  }

  private void assertSameAsHere() throws IOException {
    assertThat(Invocation.of("run", config.toString(), "--out=" + folder.resolve("here")).code())
        .isEqualTo(ExitCode.DONE);
    assertThat(results("there")).isEqualTo(results("here"));
    assertThat(Files.readString(folder.resolve("there/recipe.json")))
        .isEqualTo(Files.readString(folder.resolve("here/recipe.json")));
  }

  @Test
  void theSameCommandComesBackUntilAllIsDone() throws IOException {
    Invocation first = runInSpool("--no-wait");
    assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.WAITING);
    assertThat(first.err())
        .contains("trials that wait in " + spool() + ": 1;")
        .contains("./retrograde trial --spool " + spool());
    RunDirectory there = RunDirectory.open(folder.resolve("there"));
    assertThat(there.read().manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(there.read().manifest().message()).contains("trials that wait in");
    int times = 1;
    Path list = spool().resolve("trials-0001.jsonl");
    while (Files.exists(list)) {
      int trials = Files.readAllLines(list).size();
      for (int index = trials - 1; index >= 0; index--) { // as an array of jobs does, in any order
        Invocation one = Invocation.of("trial", "--spec=" + list, "--index=" + index);
        assertThat(one.code()).as(one.err()).isEqualTo(ExitCode.DONE);
        if (index == 1 && times == 2) {
          Invocation early = runInSpool("--no-wait");
          assertThat(early.code()).as(early.err()).isEqualTo(ExitCode.WAITING);
          assertThat(early.err()).contains("trials that wait in");
        }
      }
      times++;
      Invocation next = runInSpool("--no-wait");
      assertThat(next.code()).isIn(ExitCode.WAITING, ExitCode.DONE);
      list = spool().resolve("trials-%04d.jsonl".formatted(times));
    }
    assertThat(times).as("lists").isGreaterThan(4);
    assertThat(there.read().manifest().status()).isEqualTo(RunStatus.DONE);
    assertSameAsHere();
    Invocation replay = Invocation.of("replay", folder.resolve("there").toString());
    assertThat(replay.code()).as(replay.out() + replay.err()).isEqualTo(ExitCode.DONE);
    assertThat(replay.err()).as("a replay that collects is none").doesNotContain("spool");
  }

  /** Three workers at once, one of which is killed, and a run that waits for them. */
  @Test
  void processesThatRaceChangeNothing() throws IOException, InterruptedException {
    Files.createDirectories(spool());
    List<Child> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workers.add(
          Child.start(
              folder.resolve("worker-" + i),
              Child.words(List.of(), List.of("trial", "--spool=" + spool(), "--idle=" + 600))));
    }
    try {
      Thread killing =
          new Thread(
              () -> {
                try {
                  workers.get(0).awaitFile(folder.resolve("worker-0"));
                } catch (IOException | InterruptedException e) {
                  return; // then none is killed
                }
                workers.get(0).process().destroyForcibly();
              });
      killing.start();
      Invocation run = runInSpool();
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
      killing.join();
    } finally {
      workers.forEach(worker -> worker.process().destroyForcibly());
    }
    assertSameAsHere();
    try (Stream<Path> results = Files.list(spool().resolve("results"))) {
      assertThat(results)
          .allMatch(file -> file.toString().matches(".*/[0-9a-f]{64}-[0-9a-f]{8}\\.json"));
    }
  }

  /** All three run the very same trial at once: one result, whole at every moment. */
  @Test
  void processesThatRunOneTrialLeaveOneResult() throws IOException, InterruptedException {
    assertThat(runInSpool("--no-wait").code()).isEqualTo(ExitCode.WAITING);
    Path list = spool().resolve("trials-0001.jsonl");
    List<Child> racing = new ArrayList<>();
    for (int i : IntStream.range(0, 3).toArray()) {
      racing.add(
          Child.start(
              folder.resolve("racer-" + i),
              Child.words(List.of(), List.of("trial", "--spec=" + list, "--index=0"))));
    }
    for (Child racer : racing) {
      assertThat(racer.code()).as(racer.output()).isEqualTo(ExitCode.DONE);
    }
    try (Stream<Path> results = Files.list(spool().resolve("results"))) {
      assertThat(results).hasSize(1);
    }
  }

  private Path onlyResult() throws IOException {
    try (Stream<Path> results = Files.list(spool().resolve("results"))) {
      return results.findFirst().orElseThrow();
    }
  }

  private void oneTrial() {
    assertThat(runInSpool("--no-wait").code()).isEqualTo(ExitCode.WAITING);
    Path list = spool().resolve("trials-0001.jsonl");
    assertThat(Invocation.of("trial", "--spec=" + list, "--index=0").code())
        .isEqualTo(ExitCode.DONE);
  }

  private void changeResult(String from, String to) throws IOException {
    Path result = onlyResult();
    String text = Files.readString(result);
    assertThat(text).containsPattern(from);
    Files.writeString(result, text.replaceFirst(from, to));
  }

  @Test
  void aResultOfAnotherProgramIsRefused() throws IOException {
    oneTrial();
    changeResult("\"program\":\"[0-9a-f]+\"", "\"program\":\"0123456789abcdef\"");
    Invocation run = runInSpool("--no-wait");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(run.err())
        .contains("was computed in other surroundings")
        .contains("program is 0123456789abcdef, wanted is")
        .contains("remove it");
  }

  @Test
  void aResultThatIsTornIsRefused() throws IOException {
    oneTrial();
    Path result = onlyResult();
    Files.writeString(result, Files.readString(result).substring(0, 100));
    Invocation run = runInSpool("--no-wait");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(run.err()).contains(result + " is not the result of a trial");
  }

  /** What failed is run again when somebody asks again; while somebody waits, the run fails. */
  @Test
  void aTrialThatFailedElsewhereIsRunAgain() throws IOException {
    oneTrial();
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(onlyResult().toFile());
    result.putNull("outcome").put("failure", "it broke");
    Files.writeString(onlyResult(), result.toString());
    Invocation run = runInSpool("--no-wait");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WAITING);
    assertThat(run.err()).contains("trials that wait in");
    assertThat(spool().resolve("trials-0002.jsonl")).as("they are listed already").doesNotExist();
    try (Stream<Path> results = Files.list(spool().resolve("results"))) {
      assertThat(results).isEmpty();
    }
  }

  @Test
  void wrongUseIsSaid() throws IOException {
    Invocation none = Invocation.of("trial");
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
    Invocation absent = Invocation.of("trial", "--spool=" + folder.resolve("none"));
    assertThat(absent.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(absent.err()).contains("no folder");
    Invocation file = Invocation.of("trial", "--spec=" + folder.resolve("none.jsonl"), "--index=0");
    assertThat(file.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(file.err()).contains("none.jsonl: file not found");
    assertThat(runInSpool("--no-wait").code()).isEqualTo(ExitCode.WAITING);
    Path list = spool().resolve("trials-0001.jsonl");
    Invocation index = Invocation.of("trial", "--spec=" + list, "--index=9");
    assertThat(index.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(index.err()).contains("has 1 trials, numbered from 0; there is no trial 9");
    Invocation mixed =
        Invocation.of("run", config.toString(), "--engine=threads", "--spool=" + spool());
    assertThat(mixed.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(mixed.err()).contains("--spool is of engine spool, not of threads");
    Invocation spark = Invocation.of("run", config.toString(), "--master=local[2]");
    assertThat(spark.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(spark.err()).contains("mvn -Pspark");
  }
}
