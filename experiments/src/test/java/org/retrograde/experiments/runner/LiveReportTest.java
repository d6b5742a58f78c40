package org.retrograde.experiments.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.reports.html.Ongoing;
import org.retrograde.reports.record.RunDirectory;

/**
 * The report of a run is written while it lasts, seldom enough, by the clock that the test sets.
 */
final class LiveReportTest {

  private final SetClock clock = new SetClock();
  private final List<Ongoing> written = new ArrayList<>();
  private Duration cost = Duration.ZERO;
  private final Heard heard = new Heard();
  private final LiveReport report =
      new LiveReport(
          heard,
          ongoing -> {
            written.add(ongoing);
            clock.pass(cost);
          },
          clock);

  @TempDir private Path folder = Path.of("");

  @Test
  void theFirstIsWrittenWhenAPartBeginsAndOthersAMinuteApartAtLeast() {
    report.found();
    assertThat(written).isEmpty(); // nobody knows what the run is at
    report.begin("tune", 3);
    report.step("1.5");
    clock.pass(Duration.ofSeconds(59));
    report.step("1.4");
    assertThat(written).hasSize(1);
    clock.pass(Duration.ofSeconds(1));
    report.found();
    assertThat(written)
        .containsExactly(
            new Ongoing("tune", 0, 3, "", at(0), at(0), Duration.ofMinutes(1)),
            new Ongoing("tune", 2, 3, "1.4", at(0), at(60), Duration.ofMinutes(1)));
    assertThat(heard.words).containsExactly("begin tune", "1.5", "1.4");
  }

  @Test
  void itTakesAHundredthOfTheTimeAtMost() {
    cost = Duration.ofSeconds(3);
    report.begin("tune", 1000);
    for (int i = 0; i < 1000; i++) {
      clock.pass(Duration.ofSeconds(20));
      report.step("");
    }
    Duration writing = cost.multipliedBy(written.size());
    assertThat(writing.multipliedBy(100)).isLessThan(Duration.between(at(0), clock.instant()));
    assertThat(written).hasSizeGreaterThan(60);
    assertThat(written.get(1).next()).isEqualTo(Duration.ofMinutes(5)); // the page knows when
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    report.begin("tune", 3);
    clock.pass(Duration.ofHours(-5));
    report.step("");
    assertThat(written).hasSize(2);
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidOnceAndTheRunGoesOn() {
    LiveReport failing =
        new LiveReport(
            heard,
            ongoing -> {
              throw new IOException("no room");
            },
            clock);
    failing.begin("tune", 2);
    clock.pass(Duration.ofHours(1));
    failing.step("1.5");
    assertThat(heard.words)
        .containsExactly(
            "begin tune",
            "warning: the report of the run so far cannot be written: no room",
            "1.5");
  }

  @Test
  void aRunHasAReportThatLoadsItselfWhileItLastsAndNotAfter() throws Exception {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    List<String> pages = new ArrayList<>();
    runner(directory, () -> pages.add(text(directory.reportFile()))).run();
    assertThat(pages.get(0)).contains("This run goes on", "location.reload");
    assertThat(pages.get(1).lines().filter(line -> line.contains(": 1 of "))).hasSize(1);
    assertThat(text(directory.reportFile())).doesNotContain("This run goes on", "location.reload");
  }

  /** What stops a run writes its last report, over which none of before may come. */
  @Test
  void noneIsWrittenOnceTheRunIsInterrupted() throws Exception {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    List<ExperimentRunner> runner = new ArrayList<>();
    List<Boolean> there = new ArrayList<>();
    runner.add(
        runner(
            directory,
            () -> {
              if (there.isEmpty()) {
                interrupt(runner.get(0));
                assertThat(directory.reportFile().toFile().delete()).isTrue();
              }
              there.add(Files.exists(directory.reportFile()));
            }));
    assertThatThrownBy(runner.get(0)::run).isInstanceOf(InterruptedException.class);
    assertThat(there).hasSizeGreaterThan(5).containsOnly(false);
    assertThat(text(directory.reportFile())).contains("This run was interrupted");
  }

  private static void interrupt(ExperimentRunner runner) {
    try {
      runner.interrupt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A runner by whose clock a report is due at every step, which does something before that. */
  private ExperimentRunner runner(RunDirectory directory, Runnable atStep) {
    return new ExperimentRunner(
        LoadedExperiment.load(ConfigReader.readBuiltin("smoke", List.of()), List.of()),
        directory,
        new SilentProgress() {
          @Override
          public void step(String detail) {
            atStep.run();
            clock.pass(Duration.ofHours(1));
          }
        },
        clock);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant at(long seconds) {
    return SetClock.START.plusSeconds(seconds);
  }

  private static final class Heard extends SilentProgress {

    private final List<String> words = new ArrayList<>();

    @Override
    public void say(String line) {
      words.add(line);
    }

    @Override
    public void begin(String name, int total) {
      words.add("begin " + name);
    }

    @Override
    public void step(String detail) {
      words.add(detail);
    }
  }

  private static final class SetClock extends Clock {

    private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    private Instant now = START;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
