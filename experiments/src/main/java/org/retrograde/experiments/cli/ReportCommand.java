package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of a run directory anew. */
@Command(
    name = "report",
    description = "Writes the report.html of a run directory anew.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A run directory.")
  private Path root = Path.of("");

  @Option(names = "--open", description = "Opens the report in the browser.")
  private boolean open;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunDirectory directory = RunArgument.open(root);
    Ended.say(directory);
    HtmlReport.write(directory.read(), directory.reportFile());
    PrintWriter out = Streams.of(spec).out();
    out.println(directory.reportFile().toAbsolutePath());
    out.flush();
    if (open) {
      Browser.ofDesktop().open(directory.reportFile(), Streams.of(spec).err());
    }
    return ExitCode.DONE;
  }
}
