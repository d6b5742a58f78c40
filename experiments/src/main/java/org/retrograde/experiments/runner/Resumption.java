package org.retrograde.experiments.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.retrograde.experiments.config.ConfigDifferences;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

/** Whether an experiment may go on in the directory of a run that was cut off. */
public final class Resumption {

  /** What there is to do. */
  public enum Answer {
    /** Nothing was begun. */
    BEGIN,
    /** Some of it is there. */
    GO_ON,
    /** All of it is there. */
    NOTHING
  }

  private Resumption() {}

  /**
   * Compares an experiment with the run of a directory.
   *
   * @throws DifferentRunException if config or data are not what they were; names what differs
   * @throws IOException if the directory cannot be read
   */
  public static Answer check(RunDirectory directory, LoadedExperiment experiment)
      throws IOException {
    if (!directory.isBegun()) {
      return Answer.BEGIN;
    }
    RunRecord earlier = directory.read();
    String config = earlier.config();
    if (config == null) {
      return Answer.GO_ON; // its manifest is all that was written
    }
    List<String> differences = ConfigDifferences.between(config, experiment.config());
    if (!differences.isEmpty()) {
      throw new DifferentRunException(
          "the run in %s is of another config: %s"
              .formatted(directory.root(), String.join("; ", differences)));
    }
    requireSameData(directory, earlier.manifest(), experiment);
    return earlier.manifest().status() == RunStatus.DONE ? Answer.NOTHING : Answer.GO_ON;
  }

  /**
   * Makes sure that an experiment has the data of an earlier run.
   *
   * @throws DifferentRunException if it has others; names what changed
   */
  public static void requireSameData(
      RunDirectory directory, Manifest earlier, LoadedExperiment experiment) {
    Map<String, String> before = earlier.dataHashes();
    Map<String, String> now = experiment.problem().dataHashes();
    if (!before.equals(now)) {
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(now.keySet());
      names.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
      throw new DifferentRunException(
          "the run in %s is of other data: %s changed since"
              .formatted(directory.root(), String.join(", ", names)));
    }
  }

  /**
   * Does what a run that was done had left to do when it was cut off: its report, and the results
   * of trials that nobody needs any more.
   *
   * @throws IOException if the directory cannot be written
   */
  public static void finish(RunDirectory directory) throws IOException {
    boolean cutOff = Files.exists(directory.trialsFile()); // the report may be of before its end
    if (cutOff || !Files.exists(directory.reportFile())) {
      HtmlReport.write(directory.read(), directory.reportFile());
    }
    Files.deleteIfExists(directory.trialsFile());
  }

  /** A directory holds another run than the one to go on with. */
  public static final class DifferentRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DifferentRunException(String message) {
      super(message);
    }
  }
}
