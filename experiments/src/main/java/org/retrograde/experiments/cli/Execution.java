package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.retrograde.experiments.runner.ExperimentRunner;
import org.retrograde.experiments.runner.Failures;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Tags;

/** Runs an experiment for a command: shows how far it is, and answers signals. */
final class Execution {

  private Execution() {}

  /**
   * Runs an experiment in its directory.
   *
   * @throws InterruptedException if it was interrupted; says where what it had is
   * @throws UnfinishedException if it ended by an error that is not of its input
   */
  static void run(
      LoadedExperiment loaded,
      RunDirectory directory,
      Tags tags,
      Verbosity verbosity,
      PrintWriter err)
      throws IOException, InterruptedException {
    try (ConsoleProgress progress = verbosity.progress(err)) {
      ExperimentRunner runner = new ExperimentRunner(loaded, directory, progress);
      runner.tag(tags);
      Interruption.ofProcess().begin(runner, interrupted(directory));
      try {
        runner.run();
      } catch (InterruptedException e) {
        InterruptedException told = new InterruptedException(interrupted(directory));
        told.initCause(e);
        throw told;
      } catch (IOException | UncheckedIOException | Error e) {
        if (!runner.isOwn()) {
          throw e; // nothing was begun
        }
        throw new UnfinishedException(
            "%s%nwhat was finished is in %s: ./retrograde report %s writes its report, --out %s"
                    .formatted(
                        Failures.words(e), directory.root(), directory.root(), directory.root())
                + " --resume goes on",
            e);
      }
    }
  }

  private static String interrupted(RunDirectory directory) {
    return "interrupted; what was finished is in %s, and --out %s --resume goes on"
        .formatted(directory.reportFile(), directory.root());
  }

  /** A run that ended by an error which is not of its input. */
  private static final class UnfinishedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfinishedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
