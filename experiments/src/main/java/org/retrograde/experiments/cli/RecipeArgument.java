package org.retrograde.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.reports.record.RunDirectory;

/** The recipe that a command is given, by its file or by the run directory that holds it. */
final class RecipeArgument {

  static final String DESCRIPTION = "A run directory, or its recipe.json.";

  private RecipeArgument() {}

  /**
   * Returns the file.
   *
   * @throws WrongInputException if it is a directory without a recipe
   */
  static Path file(Path given) {
    if (!Files.isDirectory(given)) {
      return given;
    }
    Path file = given.resolve(RunDirectory.RECIPE);
    if (!Files.exists(file)) {
      throw new WrongInputException(
          "%s has no %s: a run writes it where section tune has ended"
              .formatted(given, RunDirectory.RECIPE));
    }
    return file;
  }
}
