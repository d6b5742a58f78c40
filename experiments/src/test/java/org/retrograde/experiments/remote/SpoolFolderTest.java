package org.retrograde.experiments.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a spool is whole, agrees, and is taken by one at a time. */
final class SpoolFolderTest {

  private static final Surroundings HERE = new Surroundings(Map.of("program", "1"));

  @TempDir private Path root = Path.of("");

  private static TrialSpec spec(String id) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return new TrialSpec(
        TrialSpec.SCHEMA,
        id,
        nodes.objectNode(),
        Map.of(),
        Map.of(),
        1,
        2,
        "",
        new TrialSpec.WantText("some.Want", nodes.objectNode()),
        HERE);
  }

  private static TrialResult result(String id, double found) {
    return new TrialResult(
        TrialResult.SCHEMA,
        id,
        JsonNodeFactory.instance.objectNode().put("found", found),
        null,
        HERE,
        new RunBy("host", 1, "processor", found));
  }

  @Test
  void theFirstResultStaysAndAnotherMustAgree() throws IOException {
    SpoolFolder.keep(root, spec("a"), result("a", 1));
    SpoolFolder.keep(root, spec("a"), result("a", 1));
    assertThatThrownBy(() -> SpoolFolder.keep(root, spec("a"), result("a", Math.nextUp(1.0))))
        .isInstanceOf(TrialTextException.class)
        .hasMessageContaining("was computed on host, and comes out otherwise here");
    assertThat(SpoolFolder.result(root, spec("a")).orElseThrow()).isEqualTo(result("a", 1));
    assertThat(result("a", 1).hasBitsOf(result("a", 1))).isTrue();
    assertThat(result("a", 1).hasBitsOf(result("a", 2))).isFalse();
  }

  /** A tree that was read has an int where one that was made has a long. */
  @Test
  void bitsAreThoseOfTheText() throws IOException {
    TrialResult made =
        new TrialResult(
            TrialResult.SCHEMA,
            "a",
            JsonNodeFactory.instance.objectNode().put("found", 5L),
            null,
            HERE,
            new RunBy("host", 1, "processor", 1));
    SpoolFolder.keep(root, spec("a"), made);
    SpoolFolder.keep(root, spec("a"), made);
    assertThat(SpoolFolder.result(root, spec("a")).orElseThrow().hasBitsOf(made)).isTrue();
  }

  @Test
  void aFailureGivesWayToAResult() throws IOException {
    SpoolFolder.keep(root, spec("a"), TrialResult.failed(spec("a"), "it broke", HERE));
    SpoolFolder.keep(root, spec("a"), result("a", 1));
    assertThat(SpoolFolder.result(root, spec("a")).orElseThrow().failure()).isNull();
  }

  @Test
  void oneTakesATrialUntilItIsGone() throws IOException {
    SpoolFolder folder = new SpoolFolder(root);
    assertThat(folder.claim("a")).isTrue();
    assertThat(folder.claim("a")).isFalse();
    assertThat(folder.claim("b")).isTrue();
    folder.release("a");
    assertThat(folder.claim("a")).isTrue();
    Path claim = root.resolve("claims").resolve("a");
    Instant dead = Instant.now().minus(SpoolFolder.LEASE).minusSeconds(1);
    Files.setLastModifiedTime(claim, FileTime.from(dead));
    folder.renew("a");
    assertThat(folder.claim("a")).as("renewed").isFalse();
    Files.setLastModifiedTime(claim, FileTime.from(dead));
    assertThat(folder.claim("a")).as("of a process that is gone").isTrue();
    assertThat(folder.claim("a")).isFalse();
    String host = Files.readString(claim).strip().replaceFirst(" \\d+$", "");
    Files.writeString(claim, host + " 999999999");
    assertThat(folder.claim("a")).as("of a process of this machine that has ended").isTrue();
    Files.writeString(claim, "elsewhere 999999999");
    assertThat(folder.claim("a")).as("of a process that cannot be looked at").isFalse();
  }

  @Test
  void aFailureEndsTheRunThatWaits() throws IOException, InterruptedException {
    SpoolFolder folder = new SpoolFolder(root);
    List<String> said = new ArrayList<>();
    try (SpoolEngine engine = new SpoolEngine(folder, true, said::add)) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  while (folder.lists().isEmpty()) {
                    Thread.onSpinWait();
                  }
                  SpoolFolder.keep(folder.results(), spec("b"), result("b", 1));
                  folder.refuse(spec("a").key(), "has other kernels");
                  SpoolFolder.keep(
                      folder.results(), spec("a"), TrialResult.failed(spec("a"), "it broke", HERE));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      worker.start();
      List<Integer> seen = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  engine.run(
                      List.of(spec("a"), spec("b")),
                      (index, result, where) -> {
                        seen.add(index);
                        if (result.failure() != null) {
                          throw new TrialResult.FailedTrialException("failed");
                        }
                      }))
          .isInstanceOf(TrialResult.FailedTrialException.class);
      worker.join();
      assertThat(seen).contains(0);
    }
    assertThat(said.get(0)).startsWith("trials that wait in " + root + ": 2;");
  }

  /** What another program has listed and found is not in the way of this one. */
  @Test
  void otherSurroundingsAreOtherFiles() throws IOException {
    TrialSpec spec = spec("a");
    TrialSpec other =
        new TrialSpec(
            spec.schema(),
            spec.id(),
            spec.config(),
            spec.data(),
            spec.files(),
            spec.width(),
            spec.seed(),
            spec.settings(),
            spec.want(),
            new Surroundings(Map.of("program", "2")));
    SpoolFolder folder = new SpoolFolder(root);
    for (TrialSpec one : List.of(spec, other)) {
      try (SpoolEngine engine = new SpoolEngine(folder, false, line -> {})) {
        assertThatThrownBy(() -> engine.run(List.of(one), (i, result, where) -> {}))
            .isInstanceOf(AwaitedTrialsException.class);
      }
    }
    assertThat(folder.trials()).containsExactly(spec, other);
    SpoolFolder.keep(folder.results(), spec, result("a", 1));
    assertThat(SpoolFolder.result(folder.results(), other)).isEmpty();
  }

  /** The control of a race: with a move in place of a link some of these lists are lost. */
  @Test
  void listsThatAreAddedAtOnceAreAllThere() throws InterruptedException, IOException {
    new SpoolFolder(root).make();
    int rounds = 50;
    for (int round = 0; round < rounds; round++) {
      CyclicBarrier both = new CyclicBarrier(2);
      List<Thread> threads = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        TrialSpec spec = spec(name + round);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    SpoolFolder own = new SpoolFolder(root);
                    both.await();
                    own.add(List.of(spec));
                  } catch (IOException | InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(new SpoolFolder(root).trials()).hasSize(2 * rounds);
  }

  @Test
  void whatIsBrokenIsNamedWithItsPlace() throws IOException {
    Path list = Files.writeString(root.resolve("trials-0001.jsonl"), "{}\n");
    assertThatThrownBy(() -> SpoolFolder.trials(list))
        .isInstanceOf(TrialTextException.class)
        .hasMessageStartingWith("line 1 of " + list + " is not a trial");
    Files.writeString(root.resolve(spec("a").key() + ".json"), "{}");
    assertThatThrownBy(() -> SpoolFolder.result(root, spec("a")))
        .isInstanceOf(TrialTextException.class)
        .hasMessageContaining(spec("a").key() + ".json is not the result of a trial")
        .hasMessageContaining("remove it");
    SpoolFolder none = new SpoolFolder(list.resolve("below-a-file"));
    assertThatThrownBy(none::make).hasMessageContaining("cannot make the spool " + none.root());
  }

  @Test
  void aTrialIsListedOnce() throws IOException {
    SpoolFolder folder = new SpoolFolder(root);
    try (SpoolEngine engine = new SpoolEngine(folder, false, line -> {})) {
      assertThatThrownBy(() -> engine.run(List.of(spec("a"), spec("b")), (i, result, where) -> {}))
          .isInstanceOf(AwaitedTrialsException.class);
    }
    try (SpoolEngine engine = new SpoolEngine(folder, false, line -> {})) {
      assertThatThrownBy(() -> engine.run(List.of(spec("b"), spec("c")), (i, result, where) -> {}))
          .isInstanceOf(AwaitedTrialsException.class);
    }
    assertThat(folder.lists()).hasSize(2);
    assertThat(SpoolFolder.trials(folder.lists().get(1))).containsExactly(spec("c"));
  }
}
