package org.retrograde.experiments.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.records.FoundRuns;
import org.retrograde.experiments.records.RunEntry;
import org.retrograde.experiments.records.RunState;
import org.retrograde.reversible.storage.FileReasons;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Lists runs. */
@Command(
    name = "runs",
    description =
        "Lists run directories: how each stands, what it is summed up in before and after tuning,"
            + " width, time and tags.",
    mixinStandardHelpOptions = true,
    subcommands = TagCommand.class)
final class RunsCommand implements Callable<Integer> {

  private static final Path DEFAULT = Path.of("runs");

  /** What a list is sorted by; what is not known comes last. */
  enum Order {
    /** Path of the directory. */
    NAME,
    /** The earliest first. */
    WHEN,
    /** Name of the experiment. */
    EXPERIMENT,
    /** As {@link RunState} has them. */
    STATUS,
    /** The narrowest first. */
    WIDTH,
    /** The shortest first. */
    SECONDS,
    /** The least value before tuning first. */
    BEFORE,
    /** The least value after tuning first. */
    AFTER;

    private Comparator<RunEntry> comparator() {
      return switch (this) {
        case NAME -> by(RunEntry::directory);
        case WHEN -> by(RunEntry::started);
        case EXPERIMENT -> by(RunEntry::experiment);
        case STATUS -> by(RunEntry::state);
        case WIDTH -> by(RunEntry::width);
        case SECONDS -> by(RunEntry::seconds);
        case BEFORE -> by(entry -> entry.figure() == null ? null : entry.figure().before());
        case AFTER -> by(entry -> entry.figure() == null ? null : entry.figure().after());
      };
    }

    private static <T extends Comparable<T>> Comparator<RunEntry> by(
        Function<RunEntry, @Nullable T> key) {
      return Comparator.comparing(key, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    /** Returns the word for it on a command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Run directories, or folders around some; runs if not given.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      converter = StateConverter.class,
      description = "Only those that are running, done, interrupted, failed, cut-off or damaged.")
  private List<RunState> states = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only those with this tag; may be repeated, for those with all of them.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Only those of this experiment.")
  private @Nullable String experiment;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given. Upward.")
  private Order order = Order.NAME;

  @Option(names = "--reverse", description = "Sorts downward.")
  private boolean reverse;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Comparator<RunEntry> comparator = order.comparator();
    List<RunEntry> entries =
        found().stream()
            .filter(this::isWanted)
            .sorted(reverse ? comparator.reversed() : comparator)
            .toList();
    PrintWriter out = Streams.of(spec).out();
    if (json) {
      out.println(Json.of(entries));
    } else if (entries.isEmpty()) {
      out.println("no runs" + (isFiltered() ? " of this kind" : "") + " in " + places());
    } else {
      print(entries, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private List<RunEntry> found() throws IOException {
    if (folders.isEmpty() && !Files.exists(DEFAULT)) {
      return List.of(); // nothing was run here yet
    }
    try {
      return FoundRuns.in(folders.isEmpty() ? List.of(DEFAULT) : folders);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "%s cannot be looked into: %s; give folders that hold runs"
              .formatted(e.getFile(), FileReasons.of(e)));
    }
  }

  private String places() {
    return folders.isEmpty() ? "runs" : folders.stream().map(Path::toString).collect(joining(", "));
  }

  private boolean isFiltered() {
    return !states.isEmpty() || !tags.isEmpty() || experiment != null;
  }

  private boolean isWanted(RunEntry entry) {
    return (states.isEmpty() || states.contains(entry.state()))
        && entry.tags().containsAll(tags)
        && (experiment == null || Objects.equals(experiment, entry.experiment()));
  }

  private static void print(List<RunEntry> entries, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(RunRow.HEADER);
    entries.stream()
        .filter(entry -> entry.state() != RunState.DAMAGED)
        .forEach(entry -> rows.add(RunRow.of(entry.directory(), entry)));
    Columns.print(rows, out);
    entries.stream()
        .filter(entry -> entry.state() == RunState.DAMAGED)
        .forEach(entry -> out.printf("%s  damaged: %s%n", entry.directory(), entry.problem()));
  }

  /** Reads the word of a state; picocli itself would list names of constants. */
  private static final class StateConverter implements ITypeConverter<RunState> {

    @Override
    public RunState convert(String word) {
      return Stream.of(RunState.values())
          .filter(state -> state.word().equals(word.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no status '%s'; there are %s"
                          .formatted(
                              word, Stream.of(RunState.values()).map(RunState::word).toList())));
    }
  }
}
