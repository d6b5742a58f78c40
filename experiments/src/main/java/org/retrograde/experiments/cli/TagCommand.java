package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Tags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes the tags of runs. */
@Command(
    name = "tag",
    description =
        "Gives run directories tags, or takes some away, and prints what each has. No figure"
            + " depends on them; tags.txt holds one a line.",
    mixinStandardHelpOptions = true)
final class TagCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Run directories.")
  private List<Path> roots = new ArrayList<>();

  @Option(names = "--add", paramLabel = "TAG", description = "A new tag; may be repeated.")
  private List<String> more = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "TAG",
      description = "A tag to take away; may be repeated.")
  private List<String> fewer = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    TagWords.of(more); // before anything is written
    List<RunDirectory> directories = new ArrayList<>();
    for (Path root : roots) {
      directories.add(RunArgument.open(root));
    }
    PrintWriter out = Streams.of(spec).out();
    for (RunDirectory directory : directories) {
      Tags before = directory.readTags();
      Tags after = before.without(fewer).with(more);
      if (!after.equals(before)) {
        directory.writeTags(after);
      }
      out.printf("%s: %s%n", directory.root(), String.join(" ", after.all()));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
