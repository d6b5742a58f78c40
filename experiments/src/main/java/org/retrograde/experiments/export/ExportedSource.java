package org.retrograde.experiments.export;

import java.util.Map;
import java.util.Set;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Mlp;

/** A recipe as source code for a library. */
public final class ExportedSource {

  /** The architecture whose layers follow one another, which every library has. */
  private static final Architecture LAYERS = new Mlp();

  private ExportedSource() {}

  /**
   * Returns the source.
   *
   * @param target the library
   * @param fileName what it will be called
   * @throws ExportException if the library cannot do what the recipe asks for, or the name will not
   *     do
   */
  public static String of(ExportTarget target, ExportedRecipe recipe, String fileName) {
    IterateAverage average = recipe.config().training().average();
    if (!average.equals(new LastIterate())) {
      throw new ExportException(
          ("training.average is %s; files for %s train and keep none. Without: --set"
                  + " training.average=none%s")
              .formatted(average.word(), target.library(), remedy(target)));
    }
    return named(target, traced(target, recipe), fileName);
  }

  private static String remedy(ExportTarget target) {
    return target == ExportTarget.PYTORCH
        ? ", and torch.optim.swa_utils.AveragedModel beside the file"
        : "";
  }

  private static ExportedRecipe traced(ExportTarget target, ExportedRecipe recipe) {
    Architecture architecture = recipe.config().model().architecture();
    if (architecture.equals(LAYERS) || target == ExportTarget.GROUPS) {
      return recipe;
    }
    if (target == ExportTarget.DL4J) {
      throw ExportException.unknown(
          architecture, target.library(), "one of %s can".formatted(LAYERS.word()));
    }
    try {
      return recipe.with(TracedNetwork.of(recipe.family(), target));
    } catch (ExportException e) {
      throw ExportException.unknown(architecture, target.library(), String.valueOf(e.getMessage()));
    }
  }

  private static String named(ExportTarget target, ExportedRecipe recipe, String fileName) {
    String suffix = target.suffix();
    String stem =
        fileName.endsWith(suffix) ? fileName.substring(0, fileName.length() - suffix.length()) : "";
    boolean isClass = target == ExportTarget.DL4J;
    if (stem.isEmpty() || (isClass && !NamesInUse.canBeClass(stem))) {
      throw new ExportException(
          "%s: a file for %s must be called NAME%s%s"
              .formatted(
                  fileName, target.word(), suffix, isClass ? ", NAME being that of a class" : ""));
    }
    if (namesInUse(target, recipe, stem).contains(stem)) {
      throw new ExportException(
          "%s: a file for %s cannot be called %s, which is a name that it uses itself"
              .formatted(fileName, target.word(), stem));
    }
    return write(target, recipe, stem);
  }

  private static Set<String> namesInUse(ExportTarget target, ExportedRecipe recipe, String stem) {
    String source = write(target, recipe, stem + "_"); // so that its own name is not in use
    return target == ExportTarget.DL4J
        ? NamesInUse.inJava(source)
        : NamesInUse.importedInPython(source);
  }

  private static String write(ExportTarget target, ExportedRecipe recipe, String stem) {
    return switch (target) {
      case DL4J -> Dl4jSource.of(recipe, stem);
      case PYTORCH, OPTAX -> Templates.fill(target, recipe, () -> Map.of("recipe", recipe));
      case GROUPS ->
          Templates.fill(target, recipe, () -> Map.of("groups", ParameterGroups.of(recipe)));
    };
  }
}
