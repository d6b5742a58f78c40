package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a measuring command writes, replacing earlier files. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes a folder where there is none.
   *
   * @throws WrongInputException if it cannot be made
   */
  static void make(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "--out: %s is no directory and cannot be made".formatted(folder));
    }
  }
}
