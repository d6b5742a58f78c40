package org.retrograde.experiments.outside;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.retrograde.hypergrad.search.Trials;
import org.retrograde.models.data.DataException;

/**
 * Runs Optuna in a process of Python, which asks for trials in the lines that tuners outside of
 * this program ask in, too.
 *
 * @param word of the method
 * @param interpreter of Python, a path or a name on the search path
 * @param patience longest time for an ask
 */
record PythonTuner(String word, String interpreter, Duration patience) {

  private static final String SCRIPT = "optuna_tpe.py";

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /**
   * Returns the version of Optuna.
   *
   * @throws DataException if there is none; says what to do
   */
  String version() {
    try (Child child = start("-c", "import optuna; print(optuna.__version__)")) {
      List<String> lines = child.lines().next();
      if (lines.isEmpty()) {
        throw new DataException(remedy("has no Optuna (%s)".formatted(child.lastWords())));
      }
      return lines.get(lines.size() - 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TunerException(word + ": interrupted while Python was starting", e);
    } catch (TimeoutException e) {
      throw late(e);
    }
  }

  /**
   * Searches until the budget is spent.
   *
   * @throws TunerException if Python ends before, or takes too long
   */
  void search(Trials trials) throws InterruptedException {
    String seed = Integer.toString(trials.random(word).nextInt(Integer.MAX_VALUE));
    int before = trials.left();
    try (Child child = start("-c", script(), seed)) {
      PrintWriter out =
          new PrintWriter(child.process().getOutputStream(), false, StandardCharsets.UTF_8);
      if (!new TrialServer(new CubeDesk(word, trials), out).serve(child.lines())) {
        throw new TunerException(
            "%s: %s ended after %d trials of %d (%s)"
                .formatted(word, interpreter, before - trials.left(), before, child.lastWords()));
      }
    } catch (TimeoutException e) {
      throw late(e);
    }
  }

  private TunerException late(TimeoutException e) {
    return new TunerException(
        "%s: %s asked for nothing in run.python-limit, %d seconds, and was ended"
            .formatted(word, interpreter, patience.toSeconds()),
        e);
  }

  private String remedy(String what) {
    return "%s: %s %s; `python3 -m pip install optuna` or Debian's python3-optuna brings Optuna, and"
            .formatted(word, interpreter, what)
        + " `--set run.python=/usr/bin/python3` names the interpreter that has it";
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(PythonTuner.class.getResourceAsStream(SCRIPT))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(SCRIPT + " cannot be read", e);
    }
  }

  private Child start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(interpreter));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONHASHSEED", "0"); // else sets have another order each time
    try {
      Process process = builder.start();
      return new Child(
          process,
          new IncomingLines(utf8(process.getInputStream()), patience),
          new IncomingLines(utf8(process.getErrorStream()), LAST_WORDS));
    } catch (IOException e) {
      throw new DataException(remedy("cannot be started (%s)".formatted(e.getMessage())), e);
    }
  }

  private static Reader utf8(InputStream stream) {
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  /** A process, with what it prints. */
  private record Child(Process process, IncomingLines lines, IncomingLines errors)
      implements AutoCloseable {

    /** Returns how it ended and what it printed last. */
    String lastWords() throws InterruptedException {
      boolean ended = process.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
      String end = ended ? "exit code " + process.exitValue() : "without an exit code";
      List<String> printed = new ArrayList<>();
      try {
        for (List<String> more = errors.next(); !more.isEmpty(); more = errors.next()) {
          printed.addAll(more);
        }
      } catch (TimeoutException e) {
        // A child of its own still has the stream; what it says is not of this.
      }
      return printed.isEmpty()
          ? end
          : end + "; it printed last: " + printed.get(printed.size() - 1);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
