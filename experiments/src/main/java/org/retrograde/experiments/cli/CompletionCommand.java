package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete commands, options and built-in experiments.",
      "For this shell: source <(./retrograde completion). For all: write it to"
          + " ~/.local/share/bash-completion/completions/retrograde."
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash or zsh; the script is the same.")
  private String shell = "bash";

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new WrongInputException(
          "completion is for %s, got '%s'".formatted(String.join(" and ", SHELLS), shell));
    }
    CommandSpec root = Objects.requireNonNull(spec, "a command runs from a command line").root();
    PrintWriter out = Streams.of(spec).out();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return ExitCode.DONE;
  }
}
