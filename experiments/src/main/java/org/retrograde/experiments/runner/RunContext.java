package org.retrograde.experiments.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;

/** What the parts of a run share: the problem, the threads, and the directory it all goes to. */
final class RunContext {

  private final Workbench bench;
  private final RunDirectory directory;
  private final Jobs jobs;
  private final Progress progress;
  private Results results = Results.empty();

  RunContext(Workbench bench, RunDirectory directory, Jobs jobs, Progress progress) {
    this.bench = bench;
    this.directory = directory;
    this.jobs = jobs;
    this.progress = progress;
  }

  ExperimentConfig config() {
    return bench.config();
  }

  Workbench bench() {
    return bench;
  }

  Jobs jobs() {
    return jobs;
  }

  Progress progress() {
    return progress;
  }

  Results results() {
    return results;
  }

  /** Changes the results and writes them, so that an interrupted run keeps what it had. */
  void update(UnaryOperator<Results> change) {
    results = change.apply(results);
    try {
      directory.writeResults(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(MetaIteration iteration) {
    try {
      directory.append(iteration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeRecipe(String json) {
    try {
      directory.writeRecipe(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
