package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
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
    List<ExperimentConfig> configs =
        ConfigReader.builtinNames().stream()
            .map(name -> ConfigReader.readBuiltin(name, List.of()))
            .toList();
    if (json) {
      out.println(Json.of(configs.stream().map(ListCommand::facts).toList()));
    } else {
      for (ExperimentConfig config : configs) {
        out.printf(
            Locale.ROOT, "%-22s %5.1f min  %s%n", config.name(), config.minutes(), config.title());
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static Map<String, Object> facts(ExperimentConfig config) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", config.name());
    facts.put("minutes", config.minutes());
    facts.put("title", config.title());
    return facts;
  }
}
