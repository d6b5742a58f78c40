package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what {@code --version} prints. */
@Command(
    name = "version",
    description = "Prints the versions of the program and of Java, as --version does.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Streams.of(spec).out();
    for (String line : new InfoCommand.Version().getVersion()) {
      out.println(line);
    }
    out.flush();
    return ExitCode.DONE;
  }
}
