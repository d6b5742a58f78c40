package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * A {@code recipe.json}: the tuned factors, which know no width, and the problem that they were
 * tuned on.
 *
 * @param config the experiment, with whatever was overridden in it
 * @param origin the experiment as it tuned them
 * @param recipe the factors
 */
@API(status = Status.MAINTAINED)
public record RecipeFile(ExperimentConfig config, ExperimentConfig origin, Recipe recipe) {

  /** What a recipe says where {@link #holdsAll} is false. */
  public static final String NOT_HELD =
      "The recipe holds schedules, init scales, multipliers and penalties of groups; it does not"
          + " hold what was tuned for each weight or each training example, and trains without it.";

  private static final String SCHEMA = "retrograde-recipe-3";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Returns whether a recipe holds everything that an experiment tunes. */
  public static boolean holdsAll(ExperimentConfig config) {
    return config.tune() == null
        || config.tune().hyperparameters().stream()
            .noneMatch(tuned -> tuned.per() == Per.PARAMETER || tuned.per() == Per.EXAMPLE);
  }

  /** Returns warnings about a training at a width, none if all of it is expected to hold. */
  public List<String> warnings(int width) {
    return TransferLimits.warnings(origin, config, width);
  }

  /** Returns the text of a recipe file. */
  public static String toJson(ExperimentConfig config, Recipe recipe) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("experiment", config.name());
    root.set("doesNotTransfer", MAPPER.valueToTree(TransferLimits.of(config)));
    root.set("tuned", MAPPER.valueToTree(recipe));
    root.set("config", ConfigWriter.toTree(config));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe that cannot be written: " + recipe, e);
    }
  }

  /**
   * Reads a recipe. Its config may be overridden where the factors keep their meaning: what they
   * are factors of, the optimizer and the base width, stays.
   *
   * @param overrides changes to its config, "a.b=value"; they need to fit what training reads
   * @throws RecipeException if there is no such file, it is no recipe, or it is for another
   *     optimizer or base width
   * @throws org.retrograde.experiments.config.text.ConfigException if its config or an override is
   *     wrong
   */
  public static RecipeFile read(Path file, List<String> overrides) {
    if (Files.isDirectory(file)) {
      throw new RecipeException(file + ": is a directory; give the recipe.json in it");
    }
    if (!Files.isRegularFile(file)) {
      throw new RecipeException(file + ": no such file");
    }
    try {
      JsonNode root = MAPPER.readTree(file.toFile());
      if (!SCHEMA.equals(root.path("schema").asText())) {
        throw new RecipeException(
            "%s: schema must be \"%s\", got %s".formatted(file, SCHEMA, root.path("schema")));
      }
      String place = file + " (config)";
      String config = root.path("config").toString();
      RecipeFile recipe =
          new RecipeFile(
              ConfigReader.readForTraining(place, config, overrides),
              ConfigReader.readForTraining(place, config, List.of()),
              MAPPER.treeToValue(root.path("tuned"), Recipe.class));
      recipe.requireWhole(file);
      recipe.requireSameMeaning();
      return recipe;
    } catch (JacksonException e) {
      throw new RecipeException("%s: %s".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new RecipeException("%s: cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** A coefficient without a schedule would be 0 in every step, and say nothing. */
  private void requireWhole(Path file) {
    Set<Coefficient> read = Set.copyOf(origin.training().optimizer().coefficients());
    if (!recipe.schedules().keySet().equals(read)) {
      throw new RecipeException(
          "%s: has schedules of %s, optimizer %s reads %s"
              .formatted(
                  file,
                  labels(recipe.schedules().keySet()),
                  origin.training().optimizer().word(),
                  labels(read)));
    }
  }

  private static List<String> labels(Set<Coefficient> coefficients) {
    return coefficients.stream().sorted().map(Coefficient::label).toList();
  }

  private void requireSameMeaning() {
    Optimizer tuned = origin.training().optimizer();
    Optimizer asked = config.training().optimizer();
    if (!asked.equals(tuned)) {
      throw new RecipeException(
          "the recipe is for %s, training.optimizer is %s".formatted(tuned.word(), asked.word()));
    }
    int from = origin.model().baseWidth();
    int now = config.model().baseWidth();
    if (now != from) {
      throw new RecipeException(
          "the recipe's factors count from base width %d, model.base-width is %d"
              .formatted(from, now));
    }
  }

  /** A recipe that cannot be read; the message says what is wrong with which file. */
  public static final class RecipeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public RecipeException(String message) {
      super(message);
    }
  }
}
