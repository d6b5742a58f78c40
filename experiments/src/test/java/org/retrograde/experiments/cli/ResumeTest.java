package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed at any instant, and gone on with, ends as one that was not. How often is
 * {@code -Dretrograde.kills}, in {@code retrograde.test.jvm.options}; 6 if not given.
 */
final class ResumeTest {

  private static final int KILLS = Integer.getInteger("retrograde.kills", 6);

  /** Kills of one run, before it is let to its end. */
  private static final int KILLS_A_RUN = 5;

  private static final List<String> EXPERIMENT =
      List.of(
          "run",
          "smoke",
          "--set=search={methods: [random, cma-es, bobyqa], runs: 12, seeds: 2, judge-seeds: 2}",
          "--set=judge={seeds: 2}");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  /** Training runs of some tenths of a second, whose states are written. */
  private static final List<String> LONG_RUNS =
      List.of(
          "run",
          "smoke",
          "--set=training.steps=800",
          "--set=tune.iterations=1",
          "--set=run.checkpoint-minutes=0.0005");

  private static Process start(Path out) throws IOException {
    return start(out, EXPERIMENT);
  }

  private static Process start(Path out, List<String> experiment) throws IOException {
    List<String> words = new ArrayList<>(experiment);
    words.addAll(List.of("--out", out.toString(), "--resume"));
    return Child.start(log(out), Child.words(List.of(), words)).process();
  }

  private static Path log(Path out) {
    return out.resolveSibling(out.getFileName() + ".log");
  }

  private static void runToItsEnd(Path out) throws IOException, InterruptedException {
    runToItsEnd(out, EXPERIMENT);
  }

  private static void runToItsEnd(Path out, List<String> experiment)
      throws IOException, InterruptedException {
    int code = start(out, experiment).waitFor();
    assertThat(code).as(Files.readString(log(out))).isEqualTo(ExitCode.DONE);
  }

  /**
   * Kills a run as soon as it has kept so many bytes more, wherever it is then; returns whether it
   * was still there to be killed.
   */
  private static boolean killedAfter(Path out, long bytes)
      throws IOException, InterruptedException {
    Path kept = out.resolve("trials.jsonl");
    long goal = size(kept) + bytes;
    Process process = start(out);
    while (size(kept) < goal && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
      // not there yet
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // not begun, or done
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainEndsWithTheSameBytes()
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    runToItsEnd(whole);
    Random random = new Random(1);
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      Path out = folder.resolve("run" + run);
      for (int i = 0; i < KILLS_A_RUN && kills < KILLS; i++) {
        // From a kill before anything is kept to one after nearly everything is.
        kills += killedAfter(out, (long) Math.pow(10, 6 * random.nextDouble() - 0.5)) ? 1 : 0;
      }
      runToItsEnd(out);
      assertThat(Files.readString(out.resolve("recipe.json")))
          .isEqualTo(Files.readString(whole.resolve("recipe.json")));
      assertThat(withoutTimes(out.resolve("results.json")))
          .isEqualTo(withoutTimes(whole.resolve("results.json")));
      assertThat(withoutTimes(out.resolve("metrics.jsonl")))
          .isEqualTo(withoutTimes(whole.resolve("metrics.jsonl")));
      assertThat(out.resolve("trials.jsonl")).doesNotExist();
    }
  }

  @Test
  void aTrainingRunThatIsKilledGoesOnFromItsState() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    runToItsEnd(whole, LONG_RUNS);
    Path out = folder.resolve("run");
    for (int kill = 0; kill < 2; kill++) {
      killedWithStates(out);
    }
    runToItsEnd(out, LONG_RUNS);
    assertThat(Files.readString(log(out))).doesNotContain("a checkpoint cannot be");
    assertSameEnd(out, whole);
    Path torn = folder.resolve("torn");
    for (Path state : killedWithStates(torn)) {
      Files.write(state, new byte[100]);
    }
    runToItsEnd(torn, LONG_RUNS);
    assertThat(Files.readString(log(torn))) // it was looked for, and found
        .contains("a checkpoint cannot be used, the run starts anew")
        .contains("it is torn");
    assertSameEnd(torn, whole);
  }

  /** Kills a run once a training run has written a state that is still there; returns those. */
  private static List<Path> killedWithStates(Path out) throws IOException, InterruptedException {
    List<Path> states = List.of();
    while (states.isEmpty()) {
      Process process = start(out, LONG_RUNS);
      while (states(out).isEmpty() && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
        // not there yet
      }
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly().waitFor();
      states = states(out);
    }
    return states;
  }

  private static List<Path> states(Path out) throws IOException {
    Path checkpoints = out.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(file -> file.toString().endsWith(".state")).toList();
    }
  }

  private static void assertSameEnd(Path out, Path whole) throws IOException {
    for (String file : List.of("recipe.json", "results.json", "metrics.jsonl")) {
      assertThat(withoutTimes(out.resolve(file))).isEqualTo(withoutTimes(whole.resolve(file)));
    }
    assertThat(out.resolve("checkpoints")).doesNotExist();
  }

  /** Without it, the comparison above could not fail. */
  @Test
  void anotherSeedEndsWithOtherBytes() throws IOException {
    Invocation one = Invocation.of("run", "smoke", "--out=" + folder.resolve("one"));
    Invocation two =
        Invocation.of("run", "smoke", "--out=" + folder.resolve("two"), "--set=seed=2");
    assertThat(one.code() + two.code()).isZero();
    for (String file : List.of("results.json", "metrics.jsonl")) {
      assertThat(withoutTimes(folder.resolve("one").resolve(file)))
          .isNotEqualTo(withoutTimes(folder.resolve("two").resolve(file)));
    }
  }

  @Test
  void aConfigThatChangedIsRefusedWithTheKeysThatDiffer() throws IOException {
    Path out = folder.resolve("run");
    assertThat(Invocation.of("run", "smoke", "--out=" + out).code()).isEqualTo(ExitCode.DONE);
    Invocation other =
        Invocation.of(
            "run", "smoke", "--out=" + out, "--resume", "--set=training.steps=21", "--set=seed=2");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(other.err())
        .contains("seed is 1 there, 2 now", "training.steps is 20 there, 21 now");
  }

  @Test
  void aRunThatIsDoneIsLeftAlone() throws IOException {
    Path out = folder.resolve("run");
    assertThat(Invocation.of("run", "smoke", "--out=" + out, "--resume").code())
        .as("where there is nothing, it begins")
        .isEqualTo(ExitCode.DONE);
    String manifest = Files.readString(out.resolve("manifest.json"));
    Invocation again = Invocation.of("run", "smoke", "--out=" + out, "--resume");
    assertThat(again.code()).isEqualTo(ExitCode.DONE);
    assertThat(again.err()).contains("nothing is left to do");
    assertThat(Files.readString(out.resolve("manifest.json"))).isEqualTo(manifest);
  }

  /** Reads JSON, or a line each, and takes out what is measured in seconds or bytes. */
  private static List<JsonNode> withoutTimes(Path file) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (var parsed = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (parsed.hasNext()) {
        JsonNode value = parsed.next();
        strip(value);
        values.add(value);
      }
    }
    return values;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("plan"));
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.stream().filter(name -> name.endsWith("econds")).forEach(object::remove);
    }
    if (node instanceof ContainerNode<?>) {
      node.forEach(ResumeTest::strip);
    }
  }
}
