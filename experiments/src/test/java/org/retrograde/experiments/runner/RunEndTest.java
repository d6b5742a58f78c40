package org.retrograde.experiments.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Schedules;

/** However a run ends, its directory says how. */
final class RunEndTest {

  @TempDir private Path folder = Path.of("");

  /** What is no exception ends a run as an exception does. */
  @Test
  void aRunThatEndsByAnErrorLeavesADirectoryThatSaysSo() throws IOException {
    assertThat(failed("memory", new OutOfMemoryError("Java heap space")))
        .startsWith("out of memory: the Java heap may take")
        .contains("RETROGRADE_JAVA_OPTS=-Xmx");
    assertThat(failed("stack", new StackOverflowError())).contains("a recursion without end");
    assertThat(failed("linkage", new NoClassDefFoundError("nowhere/Loss")))
        .isEqualTo("NoClassDefFoundError: nowhere/Loss");
    assertThat(failed("null", new NullPointerException()))
        .startsWith("NullPointerException at org.retrograde.experiments.runner");
  }

  private String failed(String name, Throwable failure) throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve(name));
    assertThatThrownBy(() -> runnerThatFails(directory, failure).run()).isSameAs(failure);
    RunRecord record = directory.read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.FAILED);
    assertThat(record.results().all(Schedules.class)).isNotEmpty();
    assertThat(directory.reportFile()).isNotEmptyFile();
    return requireNonNull(record.manifest().message());
  }

  /** Whatever an interrupt comes as, such as the read of a file that it closed. */
  @Test
  void anInterruptThatComesAsAnotherFailureIsAnInterrupt() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("closed"));
    Throwable failure = new UncheckedIOException(new ClosedByInterruptException());
    assertThatThrownBy(() -> runnerThatFails(directory, failure).run())
        .isInstanceOf(InterruptedException.class);
    assertThat(directory.read().manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
  }

  /** As a shutdown hook does, whose process may be gone before the run has noticed. */
  @Test
  void anInterruptFromOutsideIsSaidAtOnceAndStays() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("outside"));
    assertThatThrownBy(
            () ->
                runner(
                        directory,
                        run -> {
                          assertThat(interrupt(run)).isTrue();
                          assertThat(status(directory)).isEqualTo(RunStatus.INTERRUPTED);
                        })
                    .run())
        .isInstanceOf(InterruptedException.class);
    assertThat(status(directory)).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(directory.reportFile()).isNotEmptyFile();
    assertThat(directory.trialsFile()).as("what --resume needs").exists();
  }

  @Test
  void anInterruptBeforeTheBeginningLeavesNothing() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("early"));
    ExperimentRunner runner = runnerThatFails(directory, new IllegalStateException("not reached"));
    assertThat(interrupt(runner)).isTrue();
    assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class);
    assertThat(directory.root()).isEmptyDirectory();
  }

  private static ExperimentRunner runnerThatFails(RunDirectory directory, Throwable failure) {
    return runner(
        directory,
        run -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }

  /** Does something else when tuning is done. */
  private static ExperimentRunner runner(
      RunDirectory directory, Consumer<ExperimentRunner> afterTuning) {
    AfterTuning progress = new AfterTuning();
    ExperimentRunner runner =
        new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin("smoke", List.of()), List.of()),
            directory,
            progress);
    progress.action = () -> afterTuning.accept(runner);
    return runner;
  }

  private static boolean interrupt(ExperimentRunner runner) {
    try {
      return runner.interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunStatus status(RunDirectory directory) {
    try {
      return directory.read().manifest().status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class AfterTuning extends SilentProgress {

    private Runnable action = () -> {};

    @Override
    public void begin(String name, int total) {
      if (name.equals("transfer")) {
        action.run();
      }
    }
  }
}
