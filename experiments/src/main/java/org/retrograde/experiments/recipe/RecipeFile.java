package org.retrograde.experiments.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ModelConfig;
import org.retrograde.experiments.config.OtherFiles;
import org.retrograde.experiments.config.text.JsonFile;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * A {@code recipe.json}: the tuned factors, which know no width, and the problem that they were
 * tuned on.
 *
 * @param config the experiment, with whatever was overridden in it
 * @param origin the experiment as it tuned them
 * @param recipe the factors
 * @param dataHashes of the data that they were tuned on, by name; none where the file has none
 */
@API(status = Status.MAINTAINED)
public record RecipeFile(
    ExperimentConfig config,
    ExperimentConfig origin,
    Recipe recipe,
    Map<String, String> dataHashes) {

  /** What a recipe says where {@link #holdsAll} is false. */
  public static final String NOT_HELD =
      "The recipe holds schedules, init scales, multipliers and penalties of groups; it does not"
          + " hold what was tuned for each weight, training example or class, and trains without"
          + " it.";

  private static final Set<Per> NOT_HELD_PER = Set.of(Per.PARAMETER, Per.EXAMPLE, Per.CLASS);

  private static final String SCHEMA = "retrograde-recipe-5";

  /**
   * Those that {@link TunedReader} reads too: 4 does not say what the groups are in their network,
   * 3 has a number for every step and group.
   */
  private static final Set<String> OLDER = Set.of("retrograde-recipe-3", "retrograde-recipe-4");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Copies the map, in its order. */
  public RecipeFile {
    dataHashes = Collections.unmodifiableMap(new LinkedHashMap<>(dataHashes));
  }

  /** Makes a recipe of which it is not known what data it was tuned on. */
  public RecipeFile(ExperimentConfig config, ExperimentConfig origin, Recipe recipe) {
    this(config, origin, recipe, Map.of());
  }

  /** Returns whether a recipe holds everything that an experiment tunes. */
  public static boolean holdsAll(ExperimentConfig config) {
    return config.tune() == null
        || config.tune().hyperparameters().stream()
            .noneMatch(tuned -> NOT_HELD_PER.contains(tuned.per()));
  }

  /**
   * Returns what there is to say of other data than those that it was tuned on: one line, or
   * nothing if they are the same or the file does not say. Files may have moved: names do not
   * count.
   *
   * @param loaded hashes of the data now, by name
   */
  public Optional<String> otherData(Map<String, String> loaded) {
    List<String> differing = new ArrayList<>();
    loaded.forEach(
        (name, hash) -> {
          if (!dataHashes.containsValue(hash)) {
            differing.add(name);
          }
        });
    return dataHashes.isEmpty() || differing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the data are not those that the recipe was tuned on: another SHA-256 have "
                + String.join(", ", differing));
  }

  /**
   * Returns the recipe with all numbers in the groups of a network, which may have another number
   * of blocks than the one that was tuned.
   *
   * @param groups names of its groups
   * @param modules what they are in it
   * @throws RecipeException if the recipe is not one of this network
   */
  public Recipe recipeOf(List<String> groups, List<ModulePlace> modules) {
    try {
      return recipe.at(groups, modules);
    } catch (IllegalArgumentException e) {
      throw new RecipeException(
          "the recipe is for the parameter groups %s, the problem has %s: %s"
              .formatted(recipe.groups(), groups, e.getMessage()));
    }
  }

  /** Returns warnings about a training at a width, none if all of it is expected to hold. */
  public List<String> warnings(int width) {
    return TransferLimits.warnings(origin, config, width);
  }

  /**
   * Returns the text of a recipe file.
   *
   * @param dataHashes of the data that it was tuned on, by name
   */
  public static String toJson(
      ExperimentConfig config, Recipe recipe, Map<String, String> dataHashes) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("experiment", config.name());
    root.set("doesNotTransfer", MAPPER.valueToTree(TransferLimits.of(config)));
    root.set("tuned", TunedWriter.write(recipe));
    root.set("config", ConfigWriter.toTreeForOthers(config));
    if (!dataHashes.isEmpty()) {
      root.set("data", MAPPER.valueToTree(dataHashes));
    }
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
    JsonNode root = JsonFile.read(file, message -> noRecipe(file, message));
    String schema = root.path("schema").asText();
    if (!schema.equals(SCHEMA) && !OLDER.contains(schema)) {
      throw noRecipe(
          file,
          "%s: schema must be \"%s\", got %s"
              .formatted(file, SCHEMA, Values.describe(root.path("schema"))));
    }
    Recipe tuned = TunedReader.read(file.toString(), root.path("tuned"));
    if (!root.path("config").isObject()) {
      throw new RecipeException(
          "%s: config must be the experiment that it was tuned on, got %s"
              .formatted(file, Values.describe(root.path("config"))));
    }
    String place = file + " (config)";
    String config = root.path("config").toString();
    RecipeFile recipe =
        new RecipeFile(
            ConfigReader.readForTraining(place, config, overrides),
            ConfigReader.readAsItWas(place, config),
            tuned,
            dataHashes(file, root.path("data")));
    recipe.requireWhole(file);
    recipe.requireSameMeaning();
    return recipe;
  }

  private static RecipeException noRecipe(Path file, String message) {
    return new RecipeException(OtherFiles.words(file, "recipe").orElse(message));
  }

  private static Map<String, String> dataHashes(Path file, JsonNode data) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new RecipeException(
            "%s: data.%s must be a hash, got %s"
                .formatted(file, Values.shown(entry.getKey()), Values.describe(entry.getValue())));
      }
      hashes.put(entry.getKey(), entry.getValue().asText());
    }
    return hashes;
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
    int from = origin.widths().base();
    int now = config.widths().base();
    if (now != from) {
      throw new RecipeException(
          "the recipe's factors count from base width %d, model.base-width is %d"
              .formatted(from, now));
    }
    requireDepthRule();
  }

  /** What was tuned at a depth is at another what the rule of the architecture makes of it. */
  private void requireDepthRule() {
    ModelConfig tuned = origin.model();
    ModelConfig asked = config.model();
    DepthScaling then = tuned.architecture().depth(tuned.depth());
    DepthScaling same = asked.architecture().depth(tuned.depth());
    boolean changes = !same.equals(then) && (same.growth() != 1 || then.growth() != 1);
    if (changes && asked.architecture().word().equals(tuned.architecture().word())) {
      throw new RecipeException(
          ("the recipe's factors hold where %d blocks are %s times the base depth, to the power %s;"
                  + " now they would be %s times, to the power %s: leave base-depth and depth-power"
                  + " as they were")
              .formatted(tuned.depth(), then.growth(), then.power(), same.growth(), same.power()));
    }
    if (asked.depth() != tuned.depth() && !asked.hasWidth()) {
      throw new RecipeException(
          "model.depth is %d, and model.hidden lists the layers one by one; leave the depth"
              .formatted(asked.depth()));
    }
    if (asked.depth() != tuned.depth() && !TransferLimits.hasDepthRule(asked)) {
      throw new RecipeException(
          ("the recipe was tuned at a depth of %d, and architecture %s has no rule here by which it"
                  + " holds at %d; a transformer has one with base-depth and a depth-power of at"
                  + " least 0.5: tune with it, or leave model.depth")
              .formatted(tuned.depth(), asked.architecture().word(), asked.depth()));
    }
  }
}
