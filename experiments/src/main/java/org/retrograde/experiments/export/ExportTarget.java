package org.retrograde.experiments.export;

import org.retrograde.reversible.word.Keyword;

/** What a recipe can be written for: a library, or whatever takes parameter groups. */
public enum ExportTarget implements Keyword {
  /** PyTorch: a Python file that needs nothing else. */
  PYTORCH("PyTorch", "a Python file that needs PyTorch alone", "_pytorch.py"),
  /** optax, with JAX: a Python file. */
  OPTAX("optax", "a Python file for optax, with JAX", "_optax.py"),
  /** Deeplearning4j: a Java file with one public class, named as the file. */
  DL4J("Deeplearning4j", "a Java file with one public class for Deeplearning4j", "Recipe.java"),
  /** The numbers of one width and depth as a list, to be pasted into a training script. */
  GROUPS("parameter groups", "a list of parameter groups of Python, of one width", "_groups.py");

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

  /** Returns how names of its files end: ".py", ".java". */
  String suffix() {
    return ending.substring(ending.lastIndexOf('.'));
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
}
