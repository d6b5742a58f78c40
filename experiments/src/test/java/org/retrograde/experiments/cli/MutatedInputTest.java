package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.experiments.check.ReferenceCheck;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Configs, cases and recipes with one thing changed, deleted, doubled or cut off: each is read, or
 * refused as wrong input in words that somebody understands who has never seen the program.
 */
final class MutatedInputTest {

  /** Another number of mutations, to look for more: -Dretrograde.mutations=10000. */
  private static final int EACH = Integer.getInteger("retrograde.mutations", 100);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "-1",
          "0",
          "2",
          "0.5",
          "1e308",
          "-1e308",
          "1e999",
          "-1e999",
          "1e-320",
          "2147483647",
          "2147483648",
          "9223372036854775808",
          "\"NaN\"",
          "\".inf\"",
          "[]",
          "{}",
          "[[[]]]",
          "[1, \"a\", {}]",
          "{\"name\": \"momentum\", \"x\": 1}",
          "\"\\u0000\"",
          "\"../../..\"",
          "\"" + "y".repeat(5000) + "\"",
          "1" + "0".repeat(30),
          "\"\\u001b[2J\"",
          "{\"a\": {\"b\": {\"c\": []}}}",
          "[{\"name\": \"learning-rate\"}]");

  private static final Pattern NOT_FOR_USERS =
      Pattern.compile(
          "\\bnull\\b|Exception|\\tat |java\\.(lang|util|io|nio|math)|fasterxml|networknt|snakeyaml"
              + "|\\[Source|Cannot (construct|deserialize)|index out of|Index \\d+");

  @TempDir private static Path folder = Path.of("");

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);

  /** What is mutated, and who reads it. */
  enum Kind {
    CONFIG,
    CASE,
    RECIPE;

    String text(Random random) throws IOException {
      return switch (this) {
        case CONFIG -> {
          List<String> names = ConfigReader.builtinNames();
          String name = names.get(random.nextInt(names.size()));
          yield ConfigWriter.toTree(ConfigReader.readBuiltin(name, List.of())).toString();
        }
        case CASE -> {
          try (InputStream in = ReferenceCheck.class.getResourceAsStream("case1.json")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            yield new String(bytes, StandardCharsets.UTF_8);
          }
        }
        case RECIPE -> recipe();
      };
    }

    void read(Path file) {
      switch (this) {
        case CONFIG -> ConfigReader.read(file, List.of());
        case CASE -> new ReferenceCheck(DEVICE, file);
        case RECIPE -> RecipeFile.read(file, List.of());
      }
    }
  }

  private static String recipe() {
    ExperimentConfig config = ConfigReader.readBuiltin("smoke", List.of());
    List<Double> row = List.of(0.1, 0.2, 0.3, 0.4);
    Course warm = new Course(2, new Warmup().then(0.5, new OneCycle()), true, row);
    return RecipeFile.toJson(
        config,
        new Recipe(
            List.of("W1", "b1", "W2", "b2"),
            Map.of(
                Coefficient.LEARNING_RATE, Course.ofRows(List.of(row, row)),
                Coefficient.MOMENTUM, Collections.nCopies(4, warm)),
            row,
            row,
            row),
        Map.of("train", "abc"));
  }

  @AfterAll
  static void closeDevice() {
    DEVICE.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void isReadOrRefusedInPlainWords(Kind kind) throws IOException {
    int refused = 0;
    for (long seed = 0; seed < EACH; seed++) {
      Random random = new Random(seed);
      String text = mutated(kind.text(random), random);
      Path file = Files.writeString(folder.resolve(kind + ".txt"), text);
      try {
        kind.read(file);
      } catch (Exception e) {
        refused++;
        String what = "%s, seed %d: %s".formatted(kind, seed, e);
        assertThat(Main.isWrongInput(e)).as(what).isTrue();
        String message = String.valueOf(e.getMessage());
        assertThat(message).as(what).contains(file.toString()).doesNotContainPattern(NOT_FOR_USERS);
        assertThat(message.length()).as(what).isLessThan(10_000);
      }
    }
    assertThat(refused).isGreaterThan(EACH / 4);
  }

  @Test
  void whatIsNotMutatedIsRead() throws IOException {
    for (Kind kind : Kind.values()) {
      Random random = new Random(1);
      kind.read(Files.writeString(folder.resolve("sound.txt"), kind.text(random)));
    }
  }

  private static String mutated(String text, Random random) throws IOException {
    return switch (random.nextInt(8)) {
      case 0 -> text.substring(0, random.nextInt(text.length()));
      case 1 -> withoutSome(text, random);
      case 2 -> withOther(text, random);
      case 3 -> twice(text, random);
      default -> change(JSON.readTree(text), random).toString();
    };
  }

  private static String withoutSome(String text, Random random) {
    int from = random.nextInt(text.length());
    return text.substring(0, from)
        + text.substring(Math.min(text.length(), from + 1 + random.nextInt(5)));
  }

  private static String withOther(String text, Random random) {
    int at = random.nextInt(text.length());
    String other = "\u0000\"'{}[]:,#&*!|>%@`\t\n\\9-.eE\u00e4\ufffe";
    return text.substring(0, at)
        + other.charAt(random.nextInt(other.length()))
        + text.substring(at + 1);
  }

  /** Gives a key a second time. */
  private static String twice(String text, Random random) {
    int at = text.indexOf('{', random.nextInt(text.length()));
    int from = Math.max(at, 0) + 1;
    int end = text.indexOf(':', from);
    return end < 0
        ? text
        : text.substring(0, from) + text.substring(from, end) + ": 1," + text.substring(from);
  }

  private static JsonNode change(JsonNode root, Random random) throws IOException {
    List<JsonNode> sections = new ArrayList<>();
    collect(root, sections);
    JsonNode section = sections.get(random.nextInt(sections.size()));
    JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    boolean delete = random.nextInt(4) == 0;
    if (section instanceof ArrayNode list) {
      int at = random.nextInt(list.size());
      if (delete) {
        list.remove(at);
      } else {
        list.set(at, value);
      }
    } else {
      ObjectNode object = (ObjectNode) section;
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      if (delete) {
        JsonNode removed = object.remove(key);
        if (random.nextBoolean()) {
          object.set(key + "s", removed);
        }
      } else {
        object.set(key, value);
      }
    }
    return root;
  }

  /** Collects what has children; sections count as often as lists, which are many in a case. */
  private static void collect(JsonNode node, List<JsonNode> found) {
    if (node.isContainerNode() && !node.isEmpty()) {
      found.add(node);
      node.forEach(child -> collect(child, found));
    }
  }
}
