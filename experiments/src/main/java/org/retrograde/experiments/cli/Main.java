package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.retrograde.experiments.check.ReferenceCaseException;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.export.ExportException;
import org.retrograde.experiments.recipe.RecipeFile.RecipeException;
import org.retrograde.experiments.runner.Resumption;
import org.retrograde.hypergrad.plan.BudgetException;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.RunRecordException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code retrograde} command. */
@Command(
    name = "retrograde",
    description = "Tunes the training hyperparameters of neural networks by exact hypergradients.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = InfoCommand.Version.class,
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      CheckCommand.class,
      PlanCommand.class,
      BenchCommand.class,
      GrowthCommand.class,
      CoordcheckCommand.class,
      LrsweepCommand.class,
      TransferCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      InfoCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the run failed",
      "2:the input was wrong",
      "130:interrupted; the run directory is readable"
    })
public final class Main {

  /** Made by picocli. */
  public Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    System.out.flush();
    System.exit(code);
  }

  /** Returns the parser of the whole command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongArguments)
        .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
  }

  private static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("retrograde: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("See '" + line.getCommandSpec().qualifiedName(" ") + " --help'.");
    return ExitCode.WRONG_INPUT;
  }

  private static int failed(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    if (failure instanceof InterruptedException) {
      err.println("retrograde: interrupted");
      return ExitCode.INTERRUPTED;
    }
    err.println(
        String.valueOf(failure.getMessage())
            .lines()
            .map(text -> "retrograde: " + text)
            .collect(Collectors.joining(System.lineSeparator())));
    return isWrongInput(failure) ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
  }

  private static boolean isWrongInput(Exception failure) {
    return failure instanceof ConfigException
        || failure instanceof BudgetException
        || failure instanceof DataException
        || failure instanceof ExportException
        || failure instanceof RecipeException
        || failure instanceof ReferenceCaseException
        || failure instanceof RunRecordException
        || failure instanceof Resumption.DifferentRunException
        || failure instanceof WrongInputException;
  }
}
