package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.check.CheckOutcome;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.runner.Measured;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.Checks;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;

/** A check of an experiment as a run directory, so that it has a report. */
final class CheckRecord {

  private final Instant started = Instant.now();
  private final RunDirectory directory;
  private final ExperimentConfig config;

  /**
   * Begins the record of a check.
   *
   * @throws WrongInputException if {@code folder} cannot be made, or is not empty
   */
  CheckRecord(Path folder, ExperimentConfig config) throws IOException {
    this.directory = OutputFolder.ofRun(folder, config, OutputFolder.Earlier.KEEP);
    this.config = config;
  }

  /**
   * Writes the record and its report, and returns where that is.
   *
   * @throws WrongInputException if another process has taken the directory meanwhile
   */
  Path write(CheckOutcome outcome, List<String> command) throws IOException {
    Measured measured =
        new Measured(
            "Check of " + config.name(),
            "Whether hypergradients are exact here, and whether they say where to go.",
            command,
            started);
    directory.begin(measured.manifest(config));
    directory.writeConfig(ConfigWriter.toYaml(config));
    directory.writeResults(
        Results.empty()
            .with(new Checks(outcome.figures()))
            .with(new AdjointTraces(List.of(trace(outcome.adjointNorms()))))
            .with(new Notes(outcome.verdict())));
    HtmlReport.write(directory.read(), directory.reportFile());
    return directory.reportFile();
  }

  /** What a run that went back only a part of the way does not know is left out. */
  private static AdjointTrace trace(List<Double> norms) {
    List<Integer> steps =
        IntStream.range(0, norms.size())
            .filter(step -> !Double.isNaN(norms.get(step)))
            .boxed()
            .toList();
    return new AdjointTrace("at the start", steps, steps.stream().map(norms::get).toList());
  }
}
