package org.retrograde.experiments.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.DepthNumbers;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.reversible.optimizer.Coefficient;

/** What a recipe may hold, and what is said where it holds something else. */
final class RecipeFileTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  private String text() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        name: mine
        data: {source: csv, file: rows.csv, train: 2, validation: 1, test: 1}
        model: {width: 2, depth: 1, base-width: 2}
        training: {steps: 2, batch: 1, learning-rate: 0.1, momentum: 0.5}
        reversal: {steps: 2}
        """);
    Files.writeString(folder.resolve("rows.csv"), "1,0\n2,1\n3,0\n4,1\n");
    List<Double> zeros = List.of(0.0, 0.0);
    Recipe recipe =
        new Recipe(
            List.of("W1", "b1"),
            Map.of(
                Coefficient.LEARNING_RATE,
                Course.ofRows(List.of(List.of(0.1, 0.2), List.of(0.3, 0.4))),
                Coefficient.MOMENTUM,
                Course.ofRows(List.of(List.of(0.5, 0.6)))),
            zeros,
            zeros,
            zeros);
    return RecipeFile.toJson(
        ConfigReader.read(file, List.of()), recipe, Map.of("rows.csv", "abc", "train", "def"));
  }

  private ObjectNode recipe() throws IOException {
    return (ObjectNode) JSON.readTree(text());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("recipe.json"), text);
  }

  private Path write(ObjectNode root) throws IOException {
    return write(root.toString());
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    RecipeFile read = RecipeFile.read(write(text()), List.of());
    assertThat(read.recipe().schedules().get(Coefficient.MOMENTUM))
        .containsExactly(Course.through(List.of(0.5)), Course.through(List.of(0.6)));
    assertThat(read.config()).isEqualTo(read.origin());
    assertThat(read.dataHashes()).containsEntry("rows.csv", "abc");
  }

  @Test
  void everyBitOfACourseIsReadAgainAndOneThatGroupsShareStandsOnce() throws IOException {
    Course knots =
        new Course(
            1 / 3.0,
            new Warmup().then(0.1, new OneCycle(0.5, 0.1, 1e-3, 0)).times(new Cosine()),
            true,
            List.of(Math.log(0.1), Math.log(1e-7), -0.0, Math.PI));
    RecipeFile read = RecipeFile.read(write(text()), List.of());
    Recipe recipe =
        new Recipe(
            List.of("W1", "b1"),
            Map.of(
                Coefficient.LEARNING_RATE, List.of(knots, knots),
                Coefficient.MOMENTUM, List.of(knots, Course.through(List.of(0.5, 1 / 3.0)))),
            List.of(0.1, 1 / 7.0),
            List.of(0.2, 0.0),
            List.of(0.0, 1e-300));
    String text = RecipeFile.toJson(read.config(), recipe, Map.of());
    assertThat(RecipeFile.read(write(text), List.of()).recipe()).isEqualTo(recipe);
    assertThat(JSON.readTree(text).at("/tuned/schedules/LEARNING_RATE")).hasSize(1);
    assertThat(JSON.readTree(text).at("/tuned/schedules/MOMENTUM")).hasSize(2);
  }

  @Test
  void numbersOfTypesAndOfBlocksAreReadAgain() throws IOException {
    Course knots = new Course(1, new Cosine(), true, List.of(Math.log(0.1), 1 / 3.0));
    RecipeFile read = RecipeFile.read(write(text()), List.of());
    Recipe recipe =
        new Recipe(
            List.of("W1", "b1"),
            List.of(new ModulePlace("weights", 1), new ModulePlace("bias", 2)),
            Map.of(
                Coefficient.LEARNING_RATE, List.of(knots, knots),
                Coefficient.MOMENTUM, List.of(knots, Course.through(List.of(0.5)))),
            List.of(0.1, 1 / 7.0),
            List.of(0.2, 0.0),
            List.of(0.0, 1e-300),
            Map.of(),
            Map.of(
                "learning rate",
                new DepthNumbers(
                    List.of("weights", "bias"), List.of(List.of(0.0, -0.0), List.of(1 / 9.0, 2.0))),
                "init scale",
                new DepthNumbers(List.of("weights"), List.of(List.of(0.3), List.of(-1.0)))));
    String text = RecipeFile.toJson(read.config(), recipe, Map.of());
    assertThat(RecipeFile.read(write(text), List.of()).recipe()).isEqualTo(recipe);
  }

  /** A row for every step, with a number for every group. */
  @Test
  void aRecipeOfTheOlderSchemaIsRead() throws IOException {
    ObjectNode root = recipe();
    root.put("schema", "retrograde-recipe-3");
    ObjectNode schedules = (ObjectNode) root.at("/tuned/schedules");
    schedules.set("LEARNING_RATE", JSON.readTree("[[0.1, 0.2], [0.3, 0.4], [0.5, 0.2]]"));
    schedules.set("MOMENTUM", JSON.readTree("[[0.5, 0.6]]"));
    assertThat(RecipeFile.read(write(root), List.of()).recipe().schedules())
        .containsEntry(
            Coefficient.LEARNING_RATE,
            List.of(Course.through(List.of(0.1, 0.3, 0.5)), Course.through(List.of(0.2, 0.4, 0.2))))
        .containsEntry(
            Coefficient.MOMENTUM,
            List.of(Course.through(List.of(0.5)), Course.through(List.of(0.6))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|must be a section, got 7",
        "{groups: [W1]}|must have either knots or values",
        "{groups: [W1], knots: [1], values: [1]}|must have either knots or values",
        "{groups: [W1], knots: []}|knots: must be a list, not empty, got an empty list",
        "{groups: [W1], knots: [800]}|knots[0]: must be from -700 to 700, a logarithm, got 800.0",
        "{groups: [W1], values: [1, x]}|values[1]: must be a finite number, got",
        "{groups: [], values: [1]}|groups: must be a list, not empty, got an empty list",
        "{groups: [W9], values: [1]}|groups: must be of [W1, b1], got",
        "{groups: [W1], values: [1], factor: 0}|factor: must be above 0, got 0.0",
        "{groups: [W1], values: [1], shape: round}|shape: must be one of flat, linear, cosine",
        "{groups: [W1], values: [1], shape: {times: 7}}|shape: a product needs at least 2",
        "{groups: [W1], values: [1], speed: 7}|speed is no key of a course"
      })
  void aCourseThatIsNoneIsRefusedWithItsPlace(String course, String message) throws IOException {
    ObjectNode root = recipe();
    ArrayNode list = (ArrayNode) root.at("/tuned/schedules/LEARNING_RATE");
    list.set(1, new YAMLMapper().readTree(course));
    refused(root, "tuned.schedules.LEARNING_RATE[1]: " + message);
  }

  @Test
  void everyGroupHasOneCourse() throws IOException {
    ObjectNode root = recipe();
    ((ArrayNode) root.at("/tuned/schedules/LEARNING_RATE")).remove(1);
    refused(root, "tuned.schedules.LEARNING_RATE: has no course for group b1");
    ObjectNode twice = recipe();
    ((ArrayNode) twice.at("/tuned/schedules/LEARNING_RATE/0/groups")).add("b1");
    refused(twice, "tuned.schedules.LEARNING_RATE: has two courses for group b1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEARNING_RATE|\"NaN\"| must be a finite number, got \"NaN\"",
        "LEARNING_RATE|null| must be a finite number, got nothing",
        "LEARNING_RATE|1e999| must be a finite number, got \"Infinity\"",
        "LEARNING_RATE|{}| must be a finite number, got a section of keys",
        "MOMENTUM|2| must be at least 0 and below 1 - 2^-17, got 2.0",
        "MOMENTUM|-0.1| must be at least 0 and below 1 - 2^-17, got -0.1",
        "MOMENTUM|true| must be at least 0 and below 1 - 2^-17, got true",
      })
  void aNumberThatCannotTrainIsRefusedWithItsPlace(String key, String value, String message)
      throws IOException {
    ObjectNode root = recipe();
    ((ArrayNode) root.at("/tuned/schedules/" + key + "/0/values")).set(0, JSON.readTree(value));
    refused(root, "tuned.schedules.%s[0]: values[0]: %s".formatted(key, message));
  }

  @Test
  void factorsThatAreNoFactorsAreRefused() throws IOException {
    ObjectNode root = recipe();
    ((ArrayNode) root.at("/tuned/initLogScale")).set(0, JSON.readTree("1e9"));
    refused(root, "tuned.initLogScale, W1: must be from -700 to 700, a logarithm, got 1.0E9");
    ObjectNode penalty = recipe();
    ((ArrayNode) penalty.at("/tuned/l2")).set(0, JSON.readTree("-1"));
    refused(penalty, "tuned.l2, W1: must be at least 0, got -1.0");
  }

  @Test
  void aPartThatIsMissingOrOfAnotherKindIsNamed() throws IOException {
    String[][] wrong = {
      {"tuned", "null", "tuned must be a section of what was tuned, got nothing"},
      {"tuned", "[]", "tuned must be a section of what was tuned, got an empty list"},
      {"config", "7", "config must be the experiment that it was tuned on, got 7"},
      {"data", "{\"rows.csv\": 7}", "data.rows.csv must be a hash, got 7"},
      {"schema", "\"retrograde-recipe-2\"", "schema must be \"retrograde-recipe-5\""}
    };
    for (String[] change : wrong) {
      ObjectNode root = recipe();
      root.set(change[0], JSON.readTree(change[1]));
      refused(root, change[2]);
      ObjectNode without = recipe();
      without.remove(change[0]);
      if (!change[0].equals("data")) { // older recipes have none
        refused(without, change[0]);
      }
    }
    String[][] within = {
      {"groups", "[1, 2]", "tuned.groups: must be names, got 1"},
      {"groups", "[\"W1\", \"W1\"]", "tuned.groups: must not name a group twice"},
      {"schedules", "[]", "tuned.schedules: must be a section"},
      {"schedules", "{\"SPEED\": [[1, 2]]}", "tuned.schedules.SPEED: no optimizer reads it"},
      {"schedules", "{\"MOMENTUM\": []}", "tuned.schedules.MOMENTUM: must be a list, not empty"},
      {"schedules", "{\"MOMENTUM\": [[0.5]]}", "[0]: has 1 numbers for the 2 groups [W1, b1]"},
      {"l2", "null", "tuned.l2: must be a list, not empty, got nothing"},
      {"l3", "[]", "tuned.l3: is no key of a recipe"},
      {"lossParameters", "{\"mixing 1\": [\"a\"]}", "tuned.lossParameters.mixing 1, [0]: must be"}
    };
    for (String[] change : within) {
      ObjectNode root = recipe();
      ((ObjectNode) root.get("tuned")).set(change[0], JSON.readTree(change[1]));
      refused(root, change[2]);
    }
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsLineInPlainWords() throws IOException {
    String sound = text();
    String[][] wrong = {
      {sound.substring(0, sound.length() / 2), "is not valid JSON: the file ends too early"},
      {"", "schema must be"},
      {"{\"schema\": NaN}", ":1:15: is not valid JSON"},
      {sound.replaceFirst("\\{", "{\"schema\": 1,"), "the key 'schema' is given twice; keep one"},
      {sound + "x", "is not valid JSON"},
      {"[".repeat(200), "is nested deeper than 100 levels"}
    };
    for (String[] text : wrong) {
      Path file = write(text[0]);
      assertThatThrownBy(() -> RecipeFile.read(file, List.of()))
          .isInstanceOf(RecipeException.class)
          .hasMessageContaining(text[1])
          .hasMessageNotContaining("jackson")
          .hasMessageNotContaining("Source");
    }
  }

  /** Only what is trained with now has to be there. */
  @Test
  void dataMayHaveMovedSinceTuning() throws IOException {
    Path file = write(text());
    Path moved = folder.resolve("moved.csv");
    Files.move(folder.resolve("rows.csv"), moved);

    RecipeFile read = RecipeFile.read(file, List.of("data.file=" + moved));

    assertThat(ConfigReader.readAsItWas("it", JSON.readTree(text()).get("config").toString()))
        .isEqualTo(read.origin());
    assertThat(read.config().data()).isNotEqualTo(read.origin().data());
    assertThat(read.warnings(2)).isEmpty();
    Files.delete(folder.resolve("rows.csv"));
    assertThatThrownBy(() -> RecipeFile.read(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("data.file: file not found: " + folder.resolve("rows.csv"));
  }

  @Test
  void otherDataAreNamedInOneLineAndMovedOnesAreNotOther() throws IOException {
    RecipeFile read = RecipeFile.read(write(text()), List.of());
    assertThat(read.otherData(Map.of("moved.csv", "abc", "train", "def"))).isEmpty();
    assertThat(read.otherData(Map.of("rows.csv", "abc", "train", "123")))
        .contains(
            "the data are not those that the recipe was tuned on: another SHA-256 have train");
    RecipeFile older = new RecipeFile(read.config(), read.origin(), read.recipe());
    assertThat(older.otherData(Map.of("rows.csv", "123"))).isEmpty();
  }

  private void refused(ObjectNode root, String message) throws IOException {
    Path file = write(root);
    assertThatThrownBy(() -> RecipeFile.read(file, List.of()))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }
}
