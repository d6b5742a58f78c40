package org.retrograde.experiments.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.hypergrad.search.Box;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.models.data.DataException;

/** TPE of Optuna, and stand-ins of Python that fail in each way. */
@Timeout(60)
final class OptunaTpeTest {

  private static final int BUDGET = 25;
  private static final double[] START = {-2, 1.5};

  /** Answers the question for the version as Python with Optuna does. */
  private static final String WITH_OPTUNA = "case \"$2\" in import*) echo 3.1.0; exit;; esac\n";

  @TempDir private Path folder = Path.of("");

  /** A bowl with its least at (1, 0.5), from whose right edge runs leave. */
  private static final LossObjective BOWL =
      (raws, seeds) ->
          raws.stream()
              .map(
                  raw ->
                      raw[0] > 2.5
                          ? Outcome.<Double>diverged("beyond the edge", 0)
                          : Outcome.found(Math.pow(raw[0] - 1, 2) + Math.pow(raw[1] - 0.5, 2), 0.0))
              .toList();

  private static RunConfig run(String python) {
    return ConfigReader.readFileOrBuiltin(
            "smoke", List.of("run.python=" + python, "run.python-limit=2"))
        .run();
  }

  private static List<Candidate> search(Searcher searcher, long seed) throws InterruptedException {
    List<Candidate> tried = new ArrayList<>();
    new Search(new SearchSettings(BUDGET, 1, seed), BOWL)
        .run(searcher, Box.around(new double[2], 3), START, tried::add);
    return tried;
  }

  private static List<List<Double>> points(List<Candidate> tried) {
    return tried.stream()
        .map(trial -> Arrays.stream(trial.raw().toArray()).boxed().toList())
        .toList();
  }

  private static double best(List<Candidate> tried) {
    return tried.stream().mapToDouble(Candidate::loss).min().orElseThrow();
  }

  private Searcher standIn(String script) throws IOException {
    Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return new OptunaTpe().prepared(run(python.toString()), line -> {});
  }

  @Test
  void itSpendsItsBudgetFromTheStartOnAndTriesTheSameEachTime()
      throws IOException, InterruptedException {
    PythonFixture.assumeOptuna();
    List<String> said = new ArrayList<>();
    Searcher tpe = Prepared.of(new OptunaTpe(), run(PythonFixture.PYTHON), said::add);
    List<Candidate> tried = search(tpe, 7);
    assertThat(said)
        .singleElement()
        .asString()
        .matches("optuna-tpe is the TPESampler of Optuna [\\d.]+ under /usr/bin/python3");
    assertThat(tried).hasSize(BUDGET);
    assertThat(tried.get(0).raw().toArray()).isEqualTo(START);
    assertThat(best(tried)).isLessThan(tried.get(0).loss() / 10);
    assertThat(points(tried)).doesNotHaveDuplicates();
    assertThat(points(search(tpe, 7))).isEqualTo(points(tried));
    assertThat(points(search(tpe, 8))).isNotEqualTo(points(tried));
  }

  @Test
  void othersNeedNoPreparation() {
    Searcher other = new RandomSearch();
    assertThat(Prepared.of(other, run("/no/python3"), line -> {})).isSameAs(other);
  }

  @Test
  void withoutPythonItSaysWhatToDo() {
    assertThatThrownBy(() -> new OptunaTpe().prepared(run("/no/python3"), line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "optuna-tpe: /no/python3 cannot be started",
            "python3 -m pip install optuna",
            "--set run.python=");
  }

  @Test
  void withoutOptunaItSaysWhatToDo() {
    assertThatThrownBy(() -> standIn("echo 'No module named optuna' >&2; exit 1"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "has no Optuna (exit code 1; it printed last: No module named optuna)",
            "Debian's python3-optuna",
            "--set run.python=");
  }

  @Test
  void aTunerThatEndsTooEarlyIsAnError() throws IOException {
    Searcher dying =
        standIn(
            WITH_OPTUNA
                + """
                read greeting
                echo '{"raw": [0.5, 0.5]}'
                read answer
                echo 'out of ideas' >&2
                exit 3
                """);
    assertThatThrownBy(() -> search(dying, 7))
        .isInstanceOf(TunerException.class)
        .hasMessageContaining(
            "ended after 1 trials of 25 (exit code 3; it printed last: out of ideas)");
  }

  @Test
  void aTunerThatFallsSilentIsAnErrorAndIsEnded() throws IOException {
    Path pid = folder.resolve("pid");
    Searcher silent = standIn(WITH_OPTUNA + "echo $$ > %s; exec sleep 100".formatted(pid));
    assertThatThrownBy(() -> search(silent, 7))
        .isInstanceOf(TunerException.class)
        .hasMessageContaining("asked for nothing in run.python-limit, 2 seconds, and was ended");
    assertEnded(pid);
  }

  @Test
  void anInterruptEndsIt() throws IOException, InterruptedException {
    Path pid = folder.resolve("pid");
    Searcher silent = standIn(WITH_OPTUNA + "echo $$ > %s; exec sleep 100".formatted(pid));
    AtomicReference<Exception> end = new AtomicReference<>();
    Thread searching =
        new Thread(
            () -> {
              try {
                search(silent, 7);
              } catch (InterruptedException | RuntimeException e) {
                end.set(e);
              }
            });
    searching.start();
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.sleep(10);
    }
    searching.interrupt();
    searching.join();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertEnded(pid);
  }

  private static void assertEnded(Path pid) throws IOException {
    long number = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(number).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(number).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
