package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reversible.storage.FileReasons;

/** Where a command writes. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes the directory of a run.
   *
   * @param config that the run will write; one that an earlier process left alone is taken
   * @param resume whether one that holds a run is opened to go on with it
   * @throws WrongInputException if it cannot be made, or is not empty
   */
  static RunDirectory ofRun(Path folder, ExperimentConfig config, boolean resume)
      throws IOException {
    String text = ConfigWriter.toYaml(config);
    try {
      return resume ? RunDirectory.resume(folder, text) : RunDirectory.create(folder, text);
    } catch (FileSystemException e) {
      throw wrong(folder, e);
    }
  }

  /**
   * Makes the directory of a run that was given none.
   *
   * @throws WrongInputException if it cannot be made
   */
  static RunDirectory ofNewRun(Path wanted) throws IOException {
    try {
      return RunDirectory.createNumbered(wanted);
    } catch (FileSystemException e) {
      throw wrong(wanted, e);
    }
  }

  /**
   * Returns the directory that {@link #ofRun} would make, and makes nothing.
   *
   * @throws WrongInputException as there
   */
  static Path wouldBe(Path folder, ExperimentConfig config, boolean resume) throws IOException {
    if (Files.exists(folder)) {
      return ofRun(folder, config, resume).root();
    }
    Path around = folder.toAbsolutePath().getParent();
    while (around != null && !Files.exists(around)) {
      around = around.getParent();
    }
    if (around == null || !Files.isDirectory(around) || !Files.isWritable(around)) {
      throw new WrongInputException(
          "--out: %s cannot be made: %s cannot be written to".formatted(folder, around));
    }
    return folder;
  }

  /** Returns the directory that {@link #ofNewRun} would make if nothing else made one meanwhile. */
  static Path nextOfNewRun(Path wanted) {
    Path root = wanted;
    for (int number = 2; Files.exists(root); number++) {
      root = wanted.resolveSibling(wanted.getFileName() + "-" + number);
    }
    return root;
  }

  private static WrongInputException wrong(Path folder, FileSystemException cause) {
    String reason =
        cause.getReason() == null ? "cannot be made: " + FileReasons.of(cause) : cause.getReason();
    return new WrongInputException("--out: %s %s".formatted(folder, reason));
  }
}
