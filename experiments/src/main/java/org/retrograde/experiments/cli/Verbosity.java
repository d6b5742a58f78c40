package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How much a command says while it works. */
final class Verbosity {

  private static final String VERBOSE = "--verbose";

  @ArgGroup private @Nullable Choice choice;

  /** One of the two. */
  static final class Choice {

    @Option(
        names = {"-q", "--quiet"},
        description = "Says nothing but errors, and at the end where the report is.")
    private boolean quiet;

    @Option(
        names = {"-v", VERBOSE},
        description = "Says every step, with the time, and where in the program an error arose.")
    private boolean verbose;
  }

  boolean isQuiet() {
    return choice != null && choice.quiet;
  }

  /** Returns what shows how far a command is. */
  ConsoleProgress progress(PrintWriter err) {
    boolean verbose = choice != null && choice.verbose;
    return isQuiet()
        ? new ConsoleProgress(new PrintWriter(Writer.nullWriter()), ConsoleProgress.Steps.ALL)
        : new ConsoleProgress(
            err, verbose ? ConsoleProgress.Steps.ALL : ConsoleProgress.Steps.LATEST);
  }

  /** Returns whether a command line that was read asks for all there is to say. */
  static boolean isAsked(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.subcommand() != null) {
      command = command.subcommand();
    }
    return command.matchedOptionValue(VERBOSE, false);
  }
}
