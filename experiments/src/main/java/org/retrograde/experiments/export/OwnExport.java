package org.retrograde.experiments.export;

import org.retrograde.experiments.recipe.RecipeFile;

/** A kind of problem that writes its recipes for other libraries itself. */
public interface OwnExport {

  /**
   * Returns the source of a file.
   *
   * @param file the recipe
   * @param target the library
   * @param width of the model, 0 for the tuned one
   * @throws ExportException if that cannot be written
   */
  String source(RecipeFile file, ExportTarget target, int width);
}
