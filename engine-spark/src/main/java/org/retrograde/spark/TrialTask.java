package org.retrograde.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.function.Function;
import org.retrograde.experiments.remote.TrialRunner;
import org.retrograde.experiments.remote.TrialSpec;

/** A task: the text of a trial in, the text of its result out. */
final class TrialTask implements Function<String, String> {
  private static final long serialVersionUID = 1L;

  /** One a process: executors run many trials of the same data. */
  private static final class Once {
    private static final TrialRunner RUNNER = new TrialRunner(TrialTask::sent, null);
  }

  private static Optional<Path> sent(String sha256) {
    return Optional.of(Path.of(SparkFiles.get(sha256))).filter(Files::isRegularFile);
  }

  @Override
  public String call(String trial) {
    return Once.RUNNER.run(TrialSpec.read(trial)).toText();
  }
}
