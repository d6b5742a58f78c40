package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

/** Processes of Python: as many as runs at once, and none when the program has ended. */
final class PythonProcessesTest {

  private static final Path SHARED = Path.of("/dev/shm");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  /**
   * The model writes the numbers of its processes, and sleeps in its 90th step where it is asked.
   */
  private Path config(int steps) throws IOException {
    Files.writeString(
        folder.resolve("model.py"),
        """
        import os, time
        import torch
        from torch import nn
        X = torch.linspace(-1, 1, 24).reshape(8, 3)
        HERE = os.path.dirname(__file__)
        with open(os.path.join(HERE, "pids"), "a") as pids:
            print(os.getpid(), file=pids)
        def make(): return nn.Sequential(nn.Linear(3, 4), nn.Dropout(), nn.Linear(4, 1))
        def batch(step, seed):
            if step == 90:
                open(os.path.join(HERE, "asleep"), "w").write("yes")
                time.sleep(1000)
            return X + torch.rand(8, 3)
        def loss(model, batch): return (model(batch) ** 2).mean()
        def final_loss(model): return loss(model, X)
        """);
    return Files.writeString(
        folder.resolve("mine.yaml"),
        """
        name: mine
        problem: {python: model.py}
        run: {python: %s}
        training: {steps: %d, learning-rate: 0.01}
        tune:
          iterations: 2
          seeds: 2
          check-seeds: 2
          meta-optimizer: {name: adam, step: 0.1}
          hyperparameters: [{name: learning-rate, per: group}]
        judge: {seeds: 3}
        """
            .formatted(PythonFixture.PYTHON, steps));
  }

  private List<Long> workers() throws IOException {
    return Files.readAllLines(folder.resolve("pids")).stream().map(Long::valueOf).toList();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  private static Set<String> shared() {
    if (!Files.isDirectory(SHARED)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(SHARED)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("retrograde-"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a process to end, as one does that sees the end of its input. */
  private static void requireEnd(long pid) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (isAlive(pid) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(isAlive(pid)).as("worker %d", pid).isFalse();
  }

  /**
   * Other programs come and go; what was there before and what they hold for a moment is theirs.
   */
  private static void requireNothingShared(Set<String> before) throws InterruptedException {
    Set<String> left = new HashSet<>(shared());
    left.removeAll(before);
    for (int i = 0; i < 100 && !left.isEmpty(); i++) {
      Thread.sleep(50);
      left.retainAll(shared());
    }
    assertThat(left).isEmpty();
  }

  @Test
  void severalWorkersGiveWhatOneGivesAndNoneStays() throws IOException, InterruptedException {
    Path config = config(12);
    Set<String> before = shared();
    RunRecord one = run(config, 1);
    int processes = workers().size();
    RunRecord two = run(config, 2);
    assertThat(two.manifest().finalStateHash()).isEqualTo(one.manifest().finalStateHash());
    assertThat(two.results().without(Plan.class)).isEqualTo(one.results().without(Plan.class));
    assertThat(workers().size() - processes).isGreaterThan(processes);
    for (long pid : workers()) {
      requireEnd(pid);
    }
    requireNothingShared(before);
  }

  private RunRecord run(Path config, int jobs) throws IOException, InterruptedException {
    Path out = folder.resolve("jobs-" + jobs);
    List<String> words = List.of("run", config.toString(), "--jobs=" + jobs, "--out=" + out);
    Child child = Child.start(folder.resolve("log"), Child.words(List.of(), words));
    assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(out).read();
  }

  /** Also one that is at work sees that its program is gone: its sign of life cannot be given. */
  @Test
  void workersEndWithAProgramThatWasKilled() throws IOException, InterruptedException {
    Path config = config(100);
    Set<String> before = shared();
    List<String> words =
        List.of("run", config.toString(), "--jobs=1", "--out=" + folder.resolve("killed"));
    Child child = Child.start(folder.resolve("log"), Child.words(List.of(), words));
    child.awaitFile(folder.resolve("asleep"));
    assertThat(child.process().isAlive()).as(child.output()).isTrue();
    List<Long> workers = workers();
    assertThat(workers).anyMatch(PythonProcessesTest::isAlive);
    child.process().destroyForcibly().waitFor();
    for (long pid : workers) {
      requireEnd(pid);
    }
    requireNothingShared(before);
  }

  /** A terminal sends it to all of its processes. */
  @Test
  void anInterruptionThatWorkersSeeTooIsOneOfTheRun() throws IOException, InterruptedException {
    Path out = folder.resolve("interrupted");
    List<String> words = List.of("run", config(100).toString(), "--jobs=1", "--out=" + out);
    List<String> started = new ArrayList<>(Child.SIGNALS_AS_BY_DEFAULT);
    started.addAll(Child.words(List.of(), words));
    Child child = Child.start(folder.resolve("log"), started);
    child.awaitFile(folder.resolve("asleep"));
    for (long pid : workers()) {
      if (isAlive(pid)) {
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
      }
    }
    child.signal("INT");
    assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(RunDirectory.open(out).read().manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
  }
}
