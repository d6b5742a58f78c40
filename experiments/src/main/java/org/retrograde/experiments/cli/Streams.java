package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints: figures to one, progress and complaints to the other.
 *
 * @param out standard output
 * @param err standard error
 */
record Streams(PrintWriter out, PrintWriter err) {

  /** Returns the streams of the command line that runs a command. */
  static Streams of(@Nullable CommandSpec spec) {
    return of(line(spec));
  }

  /** Returns standard output for lines that no terminal sees; it knows when its reader has gone. */
  static PrintWriter plainOut(@Nullable CommandSpec spec) {
    return line(spec).getOut();
  }

  private static CommandLine line(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command runs from a command line");
    }
    return spec.commandLine();
  }

  /** Returns the streams of a command line, on which nothing is obeyed by a terminal. */
  static Streams of(CommandLine line) {
    return new Streams(visible(line.getOut()), visible(line.getErr()));
  }

  /** Tells something, one line. */
  void tell(String line) {
    err.println("retrograde: " + line);
  }

  /** Prints a warning, one line. */
  void warn(String warning) {
    err.println("retrograde: warning: " + warning);
  }

  private static PrintWriter visible(PrintWriter stream) {
    return new PrintWriter(new VisibleWriter(stream), true);
  }
}
