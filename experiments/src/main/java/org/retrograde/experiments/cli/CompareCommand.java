package org.retrograde.experiments.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.records.FoundRuns;
import org.retrograde.experiments.records.RunComparison;
import org.retrograde.experiments.records.RunEntry;
import org.retrograde.reports.html.CompareReport;
import org.retrograde.reports.html.comparison.ComparedPage;
import org.retrograde.reports.html.comparison.ComparedRun;
import org.retrograde.reports.html.comparison.Comparison;
import org.retrograde.reports.html.comparison.SeedComparison;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reversible.storage.FileReasons;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets runs beside each other. */
@Command(
    name = "compare",
    description =
        "Sets runs beside each other: prints a table, and writes a page of their objectives,"
            + " training curves, schedules, configs and machines, with what common seeds allow to"
            + " say of each against the first.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  /** As many runs are named in the title of the page. */
  private static final int NAMED = 4;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "2..*",
      paramLabel = "DIR",
      description = "Run directories, two or more; others are set against the first.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The page, compare.html if not given; an earlier one is replaced.")
  private Path out = Path.of("compare.html");

  @Option(names = "--open", description = "Opens the page in the browser.")
  private boolean open;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".html") || Files.isDirectory(out)) {
      throw new WrongInputException(
          "--out: %s is no name of a page, such as x.html".formatted(out));
    }
    List<RunDirectory> directories = directories();
    Comparison comparison = RunComparison.of(directories, manifest(directories));
    if (ComparedPage.subjects(comparison).isEmpty()) {
      throw new WrongInputException(
          "these runs have nothing in common to compare: no figure by seeds, no objective, no"
              + " training curve and no schedule that two of them have");
    }
    write(comparison);
    List<RunEntry> entries = FoundRuns.in(roots);
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(figures(comparison, entries)));
    } else {
      print(comparison, entries, printer);
      printer.println("page: " + out.toAbsolutePath());
    }
    printer.flush();
    if (open) {
      Browser.ofDesktop().open(out, Streams.of(spec).err());
    }
    return ExitCode.DONE;
  }

  private List<RunDirectory> directories() throws IOException {
    List<RunDirectory> directories = new ArrayList<>();
    List<Path> real = new ArrayList<>();
    for (Path root : roots) {
      directories.add(RunArgument.open(root));
      if (real.contains(root.toRealPath())) {
        throw new WrongInputException("%s is given twice; give different runs".formatted(root));
      }
      real.add(root.toRealPath());
    }
    return directories;
  }

  private static String title(List<RunDirectory> directories) {
    if (directories.size() > NAMED) {
      return "%d runs beside each other".formatted(directories.size());
    }
    return directories.stream()
            .map(directory -> directory.root().toAbsolutePath().normalize().getFileName())
            .map(String::valueOf)
            .collect(joining(", "))
        + " beside each other";
  }

  private Manifest manifest(List<RunDirectory> directories) {
    return new Manifest(
        Manifest.SCHEMA,
        "compare",
        title(directories),
        "One colour a run in every chart; differences are from the first run.",
        RunStatus.DONE,
        null,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        0,
        CommandWords.of(spec),
        Provenance.versions(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        null);
  }

  private void write(Comparison comparison) throws IOException {
    try {
      CompareReport.write(comparison, out);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "--out: %s cannot be written: %s".formatted(out, FileReasons.of(e)));
    }
  }

  private Map<String, Object> figures(Comparison comparison, List<RunEntry> entries) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("page", out.toAbsolutePath().toString());
    figures.put("labels", comparison.runs().stream().map(ComparedRun::label).toList());
    figures.put("runs", entries);
    figures.put("settings", comparison.settings());
    figures.put("seeds", SeedComparison.of(comparison));
    return figures;
  }

  private static void print(Comparison comparison, List<RunEntry> entries, PrintWriter printer) {
    List<String> labels = comparison.runs().stream().map(ComparedRun::label).toList();
    List<List<String>> runs = new ArrayList<>();
    runs.add(RunRow.HEADER);
    for (int i = 0; i < entries.size(); i++) {
      runs.add(RunRow.of(labels.get(i), entries.get(i)));
    }
    Columns.print(runs, printer);
    if (!comparison.settings().isEmpty()) {
      printer.println();
      List<List<String>> rows = new ArrayList<>();
      rows.add(row("config", labels));
      comparison.settings().forEach(setting -> rows.add(row(setting.key(), setting.values())));
      Columns.print(rows, printer);
    }
    List<SeedComparison> seeds = SeedComparison.of(comparison);
    if (!seeds.isEmpty()) {
      printer.println();
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("by seeds", "run", "first", "this", "difference", "over", "verdict"));
      seeds.forEach(one -> rows.add(row(one)));
      Columns.print(rows, printer);
    }
  }

  private static List<String> row(String name, List<String> values) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(values);
    return row;
  }

  private static List<String> row(SeedComparison one) {
    return List.of(
        one.figure(),
        one.second(),
        plain(one.shown(one.firstMean())),
        plain(one.shown(one.secondMean())),
        plain(one.change()),
        one.difference().overWords(),
        one.verdictWords());
  }

  /** As a terminal of any encoding shows it. */
  private static String plain(String words) {
    return words.replace("±", "+-").replace('−', '-').replace("∞", "infinite");
  }
}
