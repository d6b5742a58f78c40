package org.retrograde.experiments.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.runner.ExperimentRunner;

/**
 * What happens when the process is told to end, by Ctrl-C, SIGTERM or SIGHUP.
 *
 * <p>The virtual machine answers each of these by its shutdown hooks, and ends with 128 and the
 * signal's number. The one hook here says in the run directory at once that the run is interrupted,
 * stops the thread that runs it, gives it some seconds to write down what it has, and prints one
 * line. Where nothing runs there is nothing to wait for. A class of the user's that calls {@code
 * System.exit} ends a run as failed.
 */
final class Interruption {

  /** Longer than trials are waited for. */
  private static final long SECONDS_TO_FINISH = 8;

  /** Signals are of the process, so there is one of these. */
  private static final Interruption OF_PROCESS = new Interruption();

  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Run run;
  private boolean requested;

  private record Run(ExperimentRunner runner, Thread worker, String words) {}

  /** Made once, and by tests. */
  Interruption() {}

  /** Returns what answers the signals of this process. */
  static Interruption ofProcess() {
    return OF_PROCESS;
  }

  /** From now on signals are answered; until then nothing happens. */
  void watch() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::answer, "interruption"));
  }

  /**
   * From now on a signal interrupts this thread, which runs an experiment.
   *
   * @param words what to tell the user then
   * @throws InterruptedException if the process is ending already
   */
  synchronized void begin(ExperimentRunner runner, String words) throws InterruptedException {
    if (requested) {
      throw new InterruptedException("interrupted");
    }
    run = new Run(runner, Thread.currentThread(), words);
  }

  /** Returns whether the process is ending by a signal: then all is said by the hook. */
  synchronized boolean isRequested() {
    return requested;
  }

  /**
   * The command has ended, whatever signals come.
   *
   * @return whether the process ends by itself; otherwise the hook still has its line to print
   */
  synchronized boolean finish() {
    finished.countDown();
    return !requested;
  }

  /** Asks for the end, unless the process ends by itself; returns whether it was asked for. */
  synchronized boolean request() {
    requested |= finished.getCount() > 0;
    return requested;
  }

  private synchronized @Nullable Run run() {
    return run;
  }

  private void answer() {
    if (!request()) {
      return;
    }
    Run interrupted = run();
    Optional<String> exit = ForeignExit.place();
    if (exit.isPresent()) {
      String words = "System.exit was called at " + exit.get();
      say(interrupted == null ? words : fail(interrupted, words));
      Runtime.getRuntime().halt(ExitCode.FAILED); // the code that it asked for may say done
    }
    say(interrupted == null ? "interrupted" : end(interrupted));
  }

  /** Prints the last line of all: nothing may close standard error before it. */
  private static void say(String words) {
    System.err.println("retrograde: " + words);
    ErrorFilter.finish();
  }

  /** Nothing is waited for: the thread of the run stays in its call. */
  private static String fail(Run ended, String words) {
    try {
      ended.runner().fail(words);
      return words;
    } catch (IOException e) {
      return words + "; the run directory cannot be written: " + e.getMessage();
    }
  }

  private String end(Run interrupted) {
    ExperimentRunner runner = interrupted.runner();
    try {
      boolean unfinished = runner.interrupt();
      interrupted.worker().interrupt();
      boolean stopped = finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
      if (!runner.isOwn()) {
        return "interrupted before the run began";
      }
      if (!stopped && unfinished) {
        runner.writeReport();
      }
      return unfinished ? interrupted.words() : "interrupted when the run had ended";
    } catch (IOException e) {
      return "interrupted; the run directory cannot be written: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
