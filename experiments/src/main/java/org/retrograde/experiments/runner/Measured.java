package org.retrograde.experiments.runner;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.problem.LayerRates;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunStatus;

/**
 * A measurement of an experiment, for its manifest.
 *
 * @param title one line for people
 * @param summary what was measured, in a sentence or two
 * @param command words of the command line
 * @param started when it began
 */
public record Measured(String title, String summary, List<String> command, Instant started) {

  /** Copies the words. */
  public Measured {
    command = List.copyOf(command);
  }

  /** What a manifest says of the problem. */
  private record Problem(Map<String, String> dataHashes, List<GroupPlace> places) {}

  /**
   * Returns the manifest of a measurement that ends now.
   *
   * @param seeds of the measurement itself, by purpose
   */
  public Manifest manifest(TrainingProblem problem, Map<String, List<Long>> seeds) {
    Map<String, List<Long>> all = new LinkedHashMap<>(seeds);
    all.putAll(LayerRates.seeds(problem.config()));
    return manifest(
        problem.config(),
        Provenance.machine(problem.device()),
        all,
        new Problem(problem.dataHashes(), problem.places()));
  }

  /** Returns the manifest of a measurement that ends now and has no device open any more. */
  public Manifest manifest(ExperimentConfig config) {
    return manifest(
        config,
        Provenance.processor(),
        Map.of("root", List.of(config.seed())),
        new Problem(Map.of(), List.of()));
  }

  private Manifest manifest(
      ExperimentConfig config,
      Map<String, String> machine,
      Map<String, List<Long>> seeds,
      Problem problem) {
    return new Manifest(
        Manifest.SCHEMA,
        config.name(),
        title,
        summary,
        RunStatus.DONE,
        null,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        ChronoUnit.MILLIS.between(started, Instant.now()) / 1e3,
        command,
        Provenance.versions(),
        machine,
        Provenance.settings(config.run()),
        seeds,
        problem.dataHashes(),
        problem.places(),
        null);
  }
}
