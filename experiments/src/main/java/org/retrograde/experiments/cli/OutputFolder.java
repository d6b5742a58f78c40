package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.models.data.FileReasons;
import org.retrograde.reports.record.RunDirectory;

/** Where a measuring command writes. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes a folder where there is none; files in it will be replaced.
   *
   * @throws WrongInputException if it cannot be made
   */
  static void make(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "--out: %s is no directory and cannot be made: %s".formatted(folder, FileReasons.of(e)));
    }
  }

  /**
   * Makes the directory of a run.
   *
   * @param resume whether one that holds a run is opened to go on with it
   * @throws WrongInputException if it cannot be made, or is not empty
   */
  static RunDirectory ofRun(Path folder, boolean resume) throws IOException {
    try {
      return resume ? RunDirectory.resume(folder) : RunDirectory.create(folder);
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

  private static WrongInputException wrong(Path folder, FileSystemException cause) {
    String reason =
        cause.getReason() == null ? "cannot be made: " + FileReasons.of(cause) : cause.getReason();
    return new WrongInputException("--out: %s %s".formatted(folder, reason));
  }
}
