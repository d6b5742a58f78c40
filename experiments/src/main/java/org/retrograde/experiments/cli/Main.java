package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.retrograde.experiments.check.ReferenceCaseException;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.experiments.export.ExportException;
import org.retrograde.experiments.recipe.RecipeException;
import org.retrograde.experiments.remote.AwaitedTrialsException;
import org.retrograde.experiments.remote.TrialTextException;
import org.retrograde.experiments.runner.Failures;
import org.retrograde.experiments.runner.Resumption;
import org.retrograde.hypergrad.plan.BudgetException;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.RunRecordException;
import org.retrograde.reversible.storage.FileReasons;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code retrograde} command. */
@Command(
    name = "retrograde",
    description = "Tunes the training hyperparameters of neural networks by exact hypergradients.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = InfoCommand.Version.class,
    subcommands = {
      InitCommand.class,
      RunCommand.class,
      TrialCommand.class,
      TrialsCommand.class,
      ListCommand.class,
      CheckCommand.class,
      PlanCommand.class,
      BenchCommand.class,
      GrowthCommand.class,
      CoordcheckCommand.class,
      LrsweepCommand.class,
      LawCommand.class,
      TransferCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      RunsCommand.class,
      CompareCommand.class,
      ReplayCommand.class,
      InfoCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the run failed, or 'replay' gave other bits",
      "2:the input was wrong",
      "3:'check' cannot tell",
      "4:trials wait in the spool; the same command with --resume goes on when they are done",
      "130:interrupted (129 by SIGHUP, 143 by SIGTERM); the run directory is readable"
    })
public final class Main {

  /** Made by picocli. */
  public Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Before anything is formatted: numbers are written in the digits that programs read.
    Locale.setDefault(Locale.ROOT);
    Interruption.ofProcess().watch();
    Output output = new Output();
    CommandLine line = commandLine().setOut(output.printer());
    int code = output.checked(line.execute(arguments), line.getErr());
    if (Interruption.ofProcess().finish()) {
      ErrorFilter.finish();
    }
    System.exit(code);
  }

  /** Returns the parser of the whole command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Main::path)
        .setParameterExceptionHandler(Main::wrongArguments)
        .setExecutionStrategy(Main::run)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FileReasons.noPath(e));
    }
  }

  /** Errors end a command as exceptions do, with a line instead of a trace. */
  private static int run(ParseResult parsed) {
    if (!parsed.unmatched().isEmpty()) { // beside --help, which would answer for another command
      throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      throw new ExecutionException(
          parsed.commandSpec().commandLine(), "", new IllegalStateException(Failures.words(e), e));
    }
  }

  private static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = Streams.of(line).err();
    err.println("retrograde: " + String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", ""));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String hint = hint(unmatched.getUnmatched().get(0), line);
      if (!hint.isEmpty()) {
        err.println("retrograde: " + hint);
      }
    }
    err.println("See '" + line.getCommandSpec().qualifiedName(" ") + " --help'.");
    return ExitCode.WRONG_INPUT;
  }

  /** Commands and options that are near, such as --seed for seed. */
  private static String hint(String word, CommandLine line) {
    Map<String, String> known = new TreeMap<>();
    line.getSubcommands().keySet().forEach(name -> known.put(name, name));
    line.getCommandSpec()
        .options()
        .forEach(
            option ->
                known.putIfAbsent(
                    option.longestName().replaceFirst("^-+", ""), option.longestName()));
    return Suggestion.nearest(word.replaceFirst("^-+", "").replaceFirst("=.*", ""), known.keySet())
        .map(near -> "did you mean '%s'?".formatted(known.get(near)))
        .orElse("");
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    if (Interruption.ofProcess().isRequested()) {
      return ExitCode.INTERRUPTED; // whatever failed, that is why, and it is being said
    }
    PrintWriter err = Streams.of(line).err();
    err.println(
        Failures.words(failure)
            .lines()
            .map(text -> "retrograde: " + text)
            .collect(Collectors.joining(System.lineSeparator())));
    if (Verbosity.isAsked(parsed)) {
      failure.printStackTrace(err);
    }
    if (failure instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof AwaitedTrialsException) {
      return ExitCode.WAITING;
    }
    return isWrongInput(failure) ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
  }

  /** Returns whether it is what the user gave that is wrong, and not the run that failed. */
  static boolean isWrongInput(Exception failure) {
    return failure instanceof ConfigException
        || failure instanceof BudgetException
        || failure instanceof DataException
        || failure instanceof ExportException
        || failure instanceof RecipeException
        || failure instanceof ReferenceCaseException
        || failure instanceof RunRecordException
        || failure instanceof FileAlreadyExistsException
        || failure instanceof KeptResults.InUseException
        || failure instanceof Resumption.DifferentRunException
        || failure instanceof TrialTextException
        || failure instanceof WrongInputException;
  }
}
