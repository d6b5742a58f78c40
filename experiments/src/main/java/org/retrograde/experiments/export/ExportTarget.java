package org.retrograde.experiments.export;

import java.util.Map;
import java.util.Set;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Mlp;
import org.retrograde.reversible.word.Keyword;

/** A library that a recipe can be written for. */
public enum ExportTarget implements Keyword {
  /** PyTorch: a Python file that needs nothing else. */
  PYTORCH("PyTorch", "a Python file that needs PyTorch alone", "_pytorch.py"),
  /** optax, with JAX: a Python file. */
  OPTAX("optax", "a Python file for optax, with JAX", "_optax.py"),
  /** Deeplearning4j: a Java file with one public class, named as the file. */
  DL4J("Deeplearning4j", "a Java file with one public class for Deeplearning4j", "Recipe.java");

  /** The architecture that the sources are of. */
  private static final Architecture WRITTEN = new Mlp();

  private final String library;
  private final String meaning;
  private final String ending;

  ExportTarget(String library, String meaning, String ending) {
    this.library = library;
    this.meaning = meaning;
    this.ending = ending;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns what the library calls itself. */
  String library() {
    return library;
  }

  /**
   * Returns the name of the file where none is given; a Python file can be imported by it.
   *
   * @param experiment lower-case letters, digits and dashes
   */
  public String fileName(String experiment) {
    String safe = Character.isDigit(experiment.charAt(0)) ? "r" + experiment : experiment;
    if (this != DL4J) {
      return safe.replace('-', '_') + ending;
    }
    StringBuilder type = new StringBuilder();
    for (String word : safe.split("-", -1)) {
      if (!word.isEmpty()) {
        type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return type + ending;
  }

  /**
   * Returns the source.
   *
   * @param fileName what it will be called
   * @throws ExportException if the library cannot do what the recipe asks for, or the name will not
   *     do
   */
  public String source(ExportedRecipe recipe, String fileName) {
    Architecture architecture = recipe.config().model().architecture();
    if (!architecture.equals(WRITTEN)) {
      throw ExportException.unknown(architecture, WRITTEN.word(), library);
    }
    String suffix = ending.substring(ending.lastIndexOf('.'));
    String stem =
        fileName.endsWith(suffix) ? fileName.substring(0, fileName.length() - suffix.length()) : "";
    if (stem.isEmpty() || (this == DL4J && !NamesInUse.canBeClass(stem))) {
      throw new ExportException(
          "%s: a file for %s must be called NAME%s%s"
              .formatted(
                  fileName, word(), suffix, this == DL4J ? ", NAME being that of a class" : ""));
    }
    if (namesInUse(recipe, stem).contains(stem)) {
      throw new ExportException(
          "%s: a file for %s cannot be called %s, which is a name that it uses itself"
              .formatted(fileName, word(), stem));
    }
    return write(recipe, stem);
  }

  private Set<String> namesInUse(ExportedRecipe recipe, String stem) {
    String source = write(recipe, stem + "_"); // so that its own name is not in use
    return this == DL4J ? NamesInUse.inJava(source) : NamesInUse.importedInPython(source);
  }

  private String write(ExportedRecipe recipe, String stem) {
    return this == DL4J
        ? Dl4jSource.of(recipe, stem)
        : Templates.fill(this, recipe, Map.of("recipe", recipe));
  }
}
