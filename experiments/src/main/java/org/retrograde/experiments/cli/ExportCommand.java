package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.export.ExportTarget;
import org.retrograde.experiments.export.ExportedRecipe;
import org.retrograde.experiments.export.ExportedSource;
import org.retrograde.experiments.export.OwnExport;
import org.retrograde.experiments.problem.DataLoader;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.models.data.DataSplits;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reversible.storage.FileReasons;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes a recipe as a source file of another library. */
@Command(
    name = "export",
    description =
        "Writes a tuned recipe as a source file of another library: start, parameter groups,"
            + " schedules and width rule.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RecipeArgument.DESCRIPTION)
  private Path run = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "pytorch|optax|dl4j|groups",
      converter = TargetConverter.class,
      description =
          "The library; groups: a list of parameter groups of one width, for a training script.")
  private ExportTarget target = ExportTarget.PYTORCH;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "The file, which must not be there yet; beside the recipe, named after the experiment, if"
              + " not given. A Java file's name is that of its class.")
  private @Nullable Path out;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Width that the file takes where none is asked for; the tuned one if not given. The file"
              + " makes networks of every width; one of groups has the numbers of this one.")
  private @Nullable Integer width;

  @Option(
      names = "--depth",
      paramLabel = "L",
      description =
          "Blocks of the networks of the file; that of tuning if not given. The architecture needs"
              + " a rule of the depth, and what was tuned must be per type, depth, type-depth or"
              + " all.")
  private @Nullable Integer depth;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Changes the recipe's config.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (width != null && width < 1) {
      throw new WrongInputException("--width must be at least 1, got " + width);
    }
    Path recipe = RecipeArgument.file(run);
    List<String> changes = new ArrayList<>(overrides);
    if (depth != null) {
      changes.add("model.depth=" + depth);
    }
    RecipeFile file = RecipeFile.read(recipe, changes);
    if (!(file.config().problem().kind() instanceof OwnExport)) {
      SizeChecks.requireWidth(file.config());
      SizeChecks.requireBiasesAtZero(file.config());
    }
    Path path = out == null ? recipe.resolveSibling(target.fileName(file.config().name())) : out;
    if (Files.exists(path)) {
      throw new WrongInputException(
          "%s exists already; remove it, or name another file with --out".formatted(path));
    }
    Streams streams = Streams.of(spec);
    if (!RecipeFile.holdsAll(file.config())) {
      streams.err().println("retrograde: " + RecipeFile.NOT_HELD);
    }
    int asked = width == null ? file.config().widths().width() : width;
    file.warnings(asked).forEach(streams::warn);
    streams.err().flush();
    write(
        path,
        file.config().problem().kind() instanceof OwnExport own
            ? own.source(file, target, asked)
            : source(file, asked, path.getFileName().toString()));
    PrintWriter printer = streams.out();
    printer.println(path.toAbsolutePath());
    printer.flush();
    return ExitCode.DONE;
  }

  private String source(RecipeFile file, int asked, String fileName) {
    DataSplits data = DataLoader.load(file.config()); // their sizes and their mean go out
    Streams streams = Streams.of(spec);
    file.otherData(data.hashes()).ifPresent(streams::warn);
    streams.err().flush();
    return ExportedSource.of(target, ExportedRecipe.of(file, data, asked), fileName);
  }

  /** Reads the keyword of a library, in any case; picocli itself would list names of constants. */
  private static final class TargetConverter implements ITypeConverter<ExportTarget> {

    @Override
    public ExportTarget convert(String keyword) {
      return Stream.of(ExportTarget.values())
          .filter(target -> target.word().equalsIgnoreCase(keyword))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no library '%s'; there are %s"
                          .formatted(
                              keyword,
                              Stream.of(ExportTarget.values()).map(ExportTarget::word).toList())));
    }
  }

  private static void write(Path path, String source) throws IOException {
    try {
      AtomicFile.write(path, source);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "--out: %s cannot be written: %s".formatted(path, FileReasons.of(e)));
    }
  }
}
