package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reversible.storage.FileReasons;

/** Where a command writes. */
final class OutputFolder {

  /** What becomes of a run that is there. */
  enum Earlier {
    /** It stays, and is in the way. */
    KEEP,
    /** It goes on. */
    RESUME,
    /** It is deleted. */
    REPLACE
  }

  private OutputFolder() {}

  /**
   * Makes the directory of a run.
   *
   * @param config that the run will write; one that an earlier process left alone is taken
   * @param earlier what becomes of a run that it holds
   * @throws WrongInputException if it cannot be made, or is not empty, or another process is at
   *     work in the run to replace
   * @throws org.retrograde.reports.record.RunRecordException if what is to be replaced is no run
   */
  static RunDirectory ofRun(Path folder, ExperimentConfig config, Earlier earlier)
      throws IOException {
    String text = ConfigWriter.toYaml(config);
    try {
      return switch (earlier) {
        case KEEP -> RunDirectory.create(folder, text);
        case RESUME -> RunDirectory.resume(folder, text);
        case REPLACE -> {
          requireEnded(folder);
          yield RunDirectory.replace(folder, text);
        }
      };
    } catch (FileSystemException e) {
      throw wrong(folder, e);
    }
  }

  private static Path replaceable(Path folder, ExperimentConfig config) throws IOException {
    requireEnded(folder);
    RunDirectory directory = ofRun(folder, config, Earlier.RESUME);
    if (directory.isBegun()) {
      directory.readManifest();
    }
    return directory.root();
  }

  private static void requireEnded(Path folder) throws IOException {
    if (Files.isDirectory(folder) && KeptResults.isInUse(folder.resolve(RunDirectory.TRIALS))) {
      throw new WrongInputException(
          "--force: another process is at work in %s; wait for its end, or choose another directory"
              .formatted(folder));
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
  static Path wouldBe(Path folder, ExperimentConfig config, Earlier earlier) throws IOException {
    if (Files.exists(folder)) {
      return earlier == Earlier.REPLACE
          ? replaceable(folder, config)
          : ofRun(folder, config, earlier).root();
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
      root = RunDirectory.numbered(wanted, number);
    }
    return root;
  }

  private static WrongInputException wrong(Path folder, FileSystemException cause) {
    String reason =
        cause.getReason() == null ? "cannot be made: " + FileReasons.of(cause) : cause.getReason();
    return new WrongInputException("--out: %s %s".formatted(folder, reason));
  }
}
