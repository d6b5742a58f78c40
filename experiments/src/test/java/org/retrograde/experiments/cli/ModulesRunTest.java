package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A transformer of two blocks tuned by type of module and by depth, and what is made of it. */
final class ModulesRunTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder = Path.of("");

  private static final String CONFIG =
      """
      name: modules
      run: {precision: float64, python: /usr/bin/python3}
      data: {source: text, file: song.txt, window: 8, train: 1000, validation: 160, test: 160}
      model:
        architecture: {name: transformer, head-size: 4, base-depth: 2, depth-power: 1}
        width: 8
        depth: 2
        base-width: 8
        activation: gelu
      training: {optimizer: adamw, steps: 12, batch: 4, learning-rate: 0.02, weight-decay: 0.01}
      tune:
        iterations: 2
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, knots: 2, per: type-depth}
          - {name: weight-decay, knots: 1, per: type}
          - {name: beta1, knots: 1, per: type-depth}
          - {name: epsilon, knots: 1, per: depth}
          - {name: init-scale, per: type-depth}
          - {name: multiplier, per: type-depth}
      search: {methods: [random], runs: 12, judge-seeds: 1}
      reversal: {steps: 3}
      judge: {seeds: 1}
      """;

  private static Path recipe() {
    return folder.resolve("out").resolve("recipe.json");
  }

  @BeforeAll
  static void tune() throws IOException {
    Files.writeString(
        folder.resolve("song.txt"), "la la lala la, the sea is far away. ".repeat(40));
    Path config = Files.writeString(folder.resolve("modules.yaml"), CONFIG);
    Invocation result = Invocation.of("run", config.toString(), "--out=" + folder.resolve("out"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  private static Invocation transfer(Path recipe, String... more) {
    List<String> words = new ArrayList<>(List.of("transfer", recipe.toString(), "--seeds=1"));
    words.addAll(List.of(more));
    return Invocation.of(words.toArray(String[]::new));
  }

  @Test
  void derivativesByTypeAndDepthAgreeWithDifferencesOfTheWholeRun() {
    Invocation result = Invocation.of("check", folder.resolve("modules.yaml").toString());
    assertThat(result.out()).contains("direction 1", "direction 3").doesNotContain("WRONG");
    for (String line : result.out().lines().filter(l -> l.startsWith("direction")).toList()) {
      assertThat(line).doesNotContain("ABOVE");
    }
  }

  @Test
  void theRecipeHoldsNumbersOfTypesAndOfBlocksApart() throws IOException {
    JsonNode file = read(recipe());
    JsonNode tuned = file.path("tuned");
    assertThat(file.path("doesNotTransfer").toString())
        .contains("anything to another batch size or number of steps");
    assertThat(tuned.path("types").get(2).asText()).isEqualTo("query");
    assertThat(tuned.path("blocks").get(2).asInt()).isEqualTo(1);
    assertThat(tuned.at("/schedules/LEARNING_RATE").get(2).path("groups").toString())
        .isEqualTo("[\"q1\",\"q2\"]");
    JsonNode rates = tuned.path("depth").path("learning rate").path("raw");
    assertThat(rates.get(0).toString()).isEqualTo("[0.0,0.0]");
    assertThat(rates.get(1).get(0).asDouble()).isNotZero();
    JsonNode epsilons = tuned.path("depth").path("epsilon").path("raw");
    assertThat(epsilons.get(0).get(0).asDouble()).isLessThan(-10);
  }

  @Test
  void theReportShowsTypesAndBlocks() throws IOException {
    assertThat(Files.readString(folder.resolve("out").resolve("report.html")))
        .contains("Which modules want other numbers?", "attention output", "block 2")
        .contains("Which modules matter? At the start most the");
  }

  @Test
  void sharesOfModulesAreKnownWithAnIntervalAndFanovaStandsBesideThem() throws IOException {
    JsonNode shares = read(folder.resolve("out").resolve("results.json")).path("moduleShares");
    double sum = 0;
    for (JsonNode module : shares.path("modules")) {
      sum += module.at("/start/share").asDouble();
      assertThat(module.at("/tuned/halfWidth").asDouble()).isNotNegative();
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
    assertThat(shares.at("/numbers/0/name").asText())
        .isEqualTo("learning rate of embedding, knot 1");
    assertThat(shares.at("/numbers/0/startBySeed")).hasSize(4);
    // With Optuna, of all trials but the first, which is the start; else the reason.
    boolean hasFanova = shares.path("note").asText().isEmpty();
    assertThat(shares.path("trials").asInt()).isEqualTo(hasFanova ? 11 : 0);
    assertThat(shares.at("/modules/0/fanova")).hasSize(hasFanova ? 5 : 0);
  }

  /** The control: the same recipe with other numbers of blocks trains otherwise. */
  @Test
  void atTheTunedDepthTheOptionChangesNothing() throws IOException {
    Invocation tuned = transfer(recipe(), "--json");
    assertThat(tuned.code()).as(tuned.err()).isEqualTo(ExitCode.DONE);
    assertThat(transfer(recipe(), "--json", "--depth=2").out()).isEqualTo(tuned.out());
    ObjectNode other = (ObjectNode) read(recipe());
    ((ObjectNode) other.at("/tuned/depth")).remove("learning rate");
    Path changed = Files.writeString(folder.resolve("changed.json"), other.toString());
    assertThat(transfer(changed, "--json").out()).isNotEqualTo(tuned.out());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void aNetworkOfAnotherDepthAndWidthTrains(int depth) {
    Invocation result = transfer(recipe(), "--depth=" + depth, "--width=8,16", "--steps=60");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err()).doesNotContain("depth");
    for (String row : result.out().lines().skip(2).toList()) { // 14 kinds: ln 14 is 2.64
      Matcher loss = Pattern.compile("\\d+ +(\\d\\.\\d{4})").matcher(row);
      assertThat(loss.find()).as(row).isTrue();
      assertThat(Double.parseDouble(loss.group(1))).as(row).isLessThan(2.4);
    }
  }

  @Test
  void anExportHasTheGroupsOfTheDepth() throws IOException {
    for (String target : List.of("pytorch", "optax")) {
      Path file = folder.resolve("my_" + target + ".py");
      Invocation result =
          Invocation.of(
              "export",
              recipe().toString(),
              "--to=" + target,
              "--depth=4",
              "--width=16",
              "--out=" + file);
      assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
      assertThat(file).content().contains("of depth 4").contains("\"q4\"").doesNotContain("\"q5\"");
    }
  }

  @Test
  void whatHasNoNumbersForAnotherDepthIsRefused() throws IOException {
    ObjectNode older = (ObjectNode) read(recipe());
    older.put("schema", "retrograde-recipe-4");
    ((ObjectNode) older.path("tuned")).remove(List.of("types", "blocks", "depth"));
    Path file = Files.writeString(folder.resolve("older.json"), older.toString());
    assertThat(transfer(file, "--steps=12").code()).isEqualTo(ExitCode.DONE);
    assertRefused(transfer(file, "--depth=4"), "the recipe does not say of which type");
    String[] noRule = {"--depth=4", "--set=model.architecture.depth-power=0"};
    assertRefused(transfer(recipe(), noRule), "has no rule here by which it holds at 4");
    assertRefused(
        transfer(recipe(), "--set=model.architecture.base-depth=1"),
        "leave base-depth and depth-power as they were");
    assertThat(
            transfer(
                    recipe(),
                    "--set=model.architecture.base-depth=0",
                    "--set=model.architecture.depth-power=0")
                .code())
        .as("at the base depth the rule changes nothing")
        .isEqualTo(ExitCode.DONE);
    assertRefused(transfer(recipe(), "--depth=0"), "model.depth: must be at least 1, got 0");
  }

  /** Layers that are listed are as many as they are, whatever the depth. */
  @Test
  void aDepthOfListedLayersIsRefused() throws IOException {
    ObjectNode root = (ObjectNode) read(recipe());
    ObjectNode model = (ObjectNode) root.at("/config/model");
    model.set("hidden", JSON.readTree("[8, 8]"));
    Path file = Files.writeString(folder.resolve("listed.json"), root.toString());
    assertRefused(transfer(file, "--depth=4"), "model.hidden lists the layers one by one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tuned                     | blocks | [1]  | blocks for the
          /tuned/depth/learning rate | raw    | [[1]] | has numbers of 1 blocks, the groups are in 2
          /tuned/depth/learning rate | raw    | [[1], [2, 3]] | every block must have as many numbers
          /tuned/depth/learning rate | raw    | [[1, 2], [3, "x"]] | raw[1], [1]: must be from -700
          /tuned/depth/init scale    | types  | 7    | types: must be a list, not empty, got 7
          """)
  void aDamagedRecipeIsRefusedWithThePlace(String at, String key, String value, String message)
      throws IOException {
    ObjectNode root = (ObjectNode) read(recipe());
    ((ObjectNode) root.at(at)).set(key, JSON.readTree(value));
    Path file = Files.writeString(folder.resolve("damaged.json"), root.toString());
    assertRefused(transfer(file), message);
  }

  private static void assertRefused(Invocation result, String message) {
    assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }

  @Test
  void aDepthOfANetworkWithoutBlocksIsRefused() {
    Invocation result =
        Invocation.of(
            "run",
            "smoke",
            "--out=" + folder.resolve("smoke"),
            "--set=model={hidden: []}",
            "--set=transfer=null",
            "--set=tune.hyperparameters=[{name: learning-rate, knots: 1, per: depth}]");
    assertRefused(result, "there are no blocks, whose depth could be tuned; tune per type");
  }
}
