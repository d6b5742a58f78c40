package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.retrograde.reports.record.RunDirectory;

/** A run directory that a command is given. */
final class RunArgument {

  private RunArgument() {}

  /**
   * Opens the directory of an earlier run.
   *
   * @throws WrongInputException if it is none
   * @throws org.retrograde.reports.record.RunRecordException if no run has begun in it
   */
  static RunDirectory open(Path root) throws IOException {
    try {
      return RunDirectory.open(root);
    } catch (FileSystemException e) {
      String reason = e.getReason();
      throw new WrongInputException(
          "%s is not a run directory%s".formatted(root, reason == null ? "" : ": " + reason));
    }
  }
}
