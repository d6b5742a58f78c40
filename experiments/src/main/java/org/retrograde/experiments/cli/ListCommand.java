package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.BuiltinSummary;
import org.retrograde.experiments.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the built-in experiments. */
@Command(
    name = "list",
    description = "Lists the built-in experiments, with their minutes on two cores.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = Streams.of(spec).out();
    List<BuiltinSummary> experiments = ConfigReader.builtinSummaries();
    if (json) {
      out.println(Json.of(experiments));
    } else {
      print(experiments, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** As wide as the longest name. */
  private static void print(List<BuiltinSummary> experiments, PrintWriter out) {
    int width =
        experiments.stream().mapToInt(experiment -> experiment.name().length()).max().orElse(1);
    for (BuiltinSummary experiment : experiments) {
      out.printf(
          Locale.ROOT,
          "%-" + width + "s %5.1f min  %s%n",
          experiment.name(),
          experiment.minutes(),
          experiment.title());
    }
  }
}
