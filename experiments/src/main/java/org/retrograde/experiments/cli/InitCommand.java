package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.init.FirstExperiment;
import org.retrograde.experiments.init.Hints;
import org.retrograde.models.data.DataException;
import org.retrograde.models.table.DecimalSign;
import org.retrograde.models.table.HeaderRow;
import org.retrograde.models.table.TargetKind;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.ShellWords;
import org.retrograde.reversible.word.Keyword;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first experiment for data of one's own. */
@Command(
    name = "init",
    description = {
      "Writes a complete, commented experiment for a table (CSV and its like, Parquet), arrays of"
          + " NumPy (.npz) or a folder of images, one folder a class.",
      "Looks at every row for what columns are, and tries a few learning rates for where tuning"
          + " starts. 'check', 'plan' and 'run' take the file as it is; 'run FILE' does both."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  /** What experiments are written in; anything else that is a file is data. */
  private static final List<String> CONFIGS = List.of(".yaml", ".yml", ".json");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A table, an .npz file, a folder of folders of images, or a .py file with a model.")
  private @Nullable Path data;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A .py file with a model of your own; see docs/pytorch.md.")
  private @Nullable Path python;

  @Option(
      names = "--interpreter",
      paramLabel = "PYTHON",
      description = "The Python that has your framework; python3 if not given.")
  private String interpreter = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "YAML",
      description = "The file to write; FILE's name with .yaml in this folder if not given.")
  private @Nullable Path out;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "The column of labels, by name or index from 0; one called label, labels, target, class,"
              + " y, outcome or response, or the last, if not given. Of an .npz file, their array.")
  private @Nullable String label;

  @Option(
      names = "--target",
      paramLabel = "classes|number",
      description = "What labels are, if their cells do not tell.")
  private @Nullable String target;

  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      description = "What stands before a fraction, if the cells do not tell.")
  private @Nullable String decimal;

  @Option(
      names = "--header",
      paramLabel = "first-row|none",
      description = "Whether the first row of a table names its columns, if its cells do not tell.")
  private @Nullable String header;

  @Option(
      names = {"-f", "--force"},
      description = "Replaces the file that is there.")
  private boolean force;

  @Mixin private Verbosity verbosity = new Verbosity();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = data();
    Path file = out == null ? configOf(data) : out;
    if (!force && Files.exists(file)) {
      throw new WrongInputException(
          "%s is there already; --force replaces it, --out writes another".formatted(file));
    }
    Hints hints =
        new Hints(
            label,
            said("--target", target, List.of(TargetKind.CLASSES, TargetKind.NUMBER)),
            said("--decimal", decimal, List.of(DecimalSign.POINT, DecimalSign.COMMA)),
            said("--header", header, List.of(HeaderRow.FIRST_ROW, HeaderRow.NONE)),
            interpreter);
    Streams streams = Streams.of(spec);
    write(data, file, hints, streams, verbosity);
    PrintWriter printer = streams.out();
    printer.printf("wrote %s; %s%n", file, command("run", file));
    printer.flush();
    return ExitCode.DONE;
  }

  private Path data() {
    Path given = python == null ? data : python;
    if (given == null || (python != null && data != null)) {
      throw new WrongInputException("name one FILE, or a model with --python");
    }
    return given;
  }

  private static <K extends Keyword> @Nullable K said(
      String option, @Nullable String word, List<K> kinds) {
    if (word == null) {
      return null;
    }
    for (K kind : kinds) {
      if (kind.word().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    String words = kinds.stream().map(Keyword::word).collect(Collectors.joining(" or "));
    throw new WrongInputException("%s is %s, got \"%s\"".formatted(option, words, word));
  }

  /** Returns whether an argument is data and no experiment. */
  static boolean isData(String argument) {
    String name = argument.toLowerCase(Locale.ROOT);
    return !ConfigReader.builtinNames().contains(argument)
        && CONFIGS.stream().noneMatch(name::endsWith)
        && Files.exists(Path.of(argument));
  }

  /** Returns the file of the experiment that data have. */
  static Path configOf(Path data) {
    Path name = data.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      throw new WrongInputException(data + " has no name; say --out");
    }
    String stem = name.toString().replaceFirst("(\\.[A-Za-z]{1,8}){1,2}$", "");
    return Path.of((stem.isEmpty() ? name.toString() : stem) + ".yaml");
  }

  /** Returns a command on a file, as it can be pasted. */
  static String command(String word, Path file, String... more) {
    List<String> words = new ArrayList<>(List.of("./retrograde", word, file.toString()));
    words.addAll(List.of(more));
    return ShellWords.join(words);
  }

  /** Looks at data and writes their first experiment. */
  static void write(Path data, Path file, Hints hints, Streams streams, Verbosity verbosity)
      throws IOException, InterruptedException {
    if (!Files.exists(data)) {
      throw new DataException(data + ": file not found");
    }
    FirstExperiment first;
    try (ConsoleProgress progress = verbosity.progress(streams.err())) {
      String interpreter = hints.interpreter();
      String command =
          interpreter.isEmpty()
              ? command("init", data)
              : command("init", data, "--interpreter=" + interpreter);
      first = FirstExperiment.of(data, file, command, hints, progress);
    }
    if (!verbosity.isQuiet()) {
      first.remarks().forEach(streams.err()::println);
      streams.err().flush();
    }
    AtomicFile.write(file, first.text());
  }
}
