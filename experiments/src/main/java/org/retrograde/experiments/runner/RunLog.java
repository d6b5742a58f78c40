package org.retrograde.experiments.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;

/** Where the parts of a run put what they find, and the threads that they share. */
final class RunLog {

  private final RunDirectory directory;
  private final Jobs jobs;
  private final Progress progress;
  private Results results = Results.empty();

  RunLog(RunDirectory directory, Jobs jobs, Progress progress) {
    this.directory = directory;
    this.jobs = jobs;
    this.progress = progress;
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
