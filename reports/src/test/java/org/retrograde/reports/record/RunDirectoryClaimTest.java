package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;

/** Who gets a directory for a run, and what stands in the way. */
final class RunDirectoryClaimTest {

  private final Path temp;

  RunDirectoryClaimTest(@TempDir Path temp) {
    this.temp = temp;
  }

  /** Whoever makes the manifest has the directory, however many try at once. */
  @Test
  void ofSeveralRunsThatBeginAtOnceOneGetsTheDirectory() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path root = temp.resolve("round" + round);
      List<Boolean> begun = atOnce(() -> begins(root));

      assertThat(begun).filteredOn(mine -> mine).hasSize(1);
      assertThat(RunDirectory.open(root).read().manifest().status()).isEqualTo(RunStatus.RUNNING);
    }
  }

  private static boolean begins(Path root) throws IOException {
    try {
      RunDirectory.create(root).begin(SampleRecords.manifest(RunStatus.RUNNING, null));
      return true;
    } catch (FileAlreadyExistsException e) {
      assertThat(e.getReason()).containsPattern("another run has just begun|holds an earlier run");
      return false;
    }
  }

  @Test
  void runsThatBeginAtOnceWithoutADirectoryOfTheirOwnGetOneEach() throws Exception {
    Path wanted = temp.resolve("runs/small");

    assertThat(atOnce(() -> RunDirectory.createNumbered(wanted).root()))
        .containsExactlyInAnyOrder(
            wanted,
            temp.resolve("runs/small-2"),
            temp.resolve("runs/small-3"),
            temp.resolve("runs/small-4"));
  }

  /** Four threads that leave together. */
  private static <T> List<T> atOnce(Callable<T> work) throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void whatAKillHasLeftOfAWriteIsNoObstacle() throws IOException {
    Path draft = Files.writeString(temp.resolve(".manifest.json.123-4.tmp"), "{");

    RunDirectory directory = RunDirectory.create(temp);
    directory.begin(SampleRecords.manifest(RunStatus.RUNNING, null));
    directory.clearDrafts();

    assertThat(draft).doesNotExist();
    assertThat(directory.read().manifest().status()).isEqualTo(RunStatus.RUNNING);
  }

  /** A config of the user's own, say. */
  @Test
  void resumingWhereThereIsNoRunDeletesNothing() throws IOException {
    Path own = Files.writeString(temp.resolve("config.yaml"), "name: mine");

    assertThatThrownBy(() -> RunDirectory.resume(temp, null)).hasMessageContaining("config.yaml");
    assertThat(own).hasContent("name: mine");
  }

  @Test
  void creatingAmongOtherFilesIsRefused() throws IOException {
    Files.writeString(temp.resolve("thesis.tex"), "precious");

    assertThatThrownBy(() -> RunDirectory.create(temp))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContainingAll("thesis.tex", "not empty");
  }

  @Test
  void creatingOnAFileIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("run"), "");

    assertThatThrownBy(() -> RunDirectory.create(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("is a file");
  }
}
