package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.DepthNumbers;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A pasted list of groups has the numbers of a file that trains, each parameter in one group. */
final class ParameterGroupsTest {

  private static final Schedule FALL = new Linear();

  /**
   * Compares with the file for optax, which needs no optax for its numbers: at t = 0 the shape is
   * 1.
   */
  private static final String COMPARE =
      """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      import recipe_groups as pasted, recipe_optax as trains
      width, names = int(sys.argv[2]), json.loads(sys.argv[3])
      groups = pasted.PARAMETER_GROUPS
      listed = [name for group in groups for name in group["names"]]
      assert sorted(listed) == sorted(names.values()), listed
      own = {name: group for group in groups for name in group["names"]}
      numbers = [{key: value for key, value in group.items() if key != "names"} for group in groups]
      assert all(one not in numbers[:i] for i, one in enumerate(numbers))
      for tensor, name in names.items():
          def number(what, t=0):
              return trains.number(tensor, what, width, t, trains.STEPS)
          expected = {
              "lr": number("learning_rate"),
              "betas": (trains.decay(tensor, "beta1"), trains.decay(tensor, "beta2")),
              "eps": number("epsilon"),
              "weight_decay": number("weight_decay"),
              "init_std": number("init"),
              "clip_weight": number("clip"),
          }
          found = {key: own[name][key] for key in expected}
          assert found == expected, (name, found, expected)
          for t in range(trains.STEPS):
              rate = own[name]["lr"] * pasted.schedule(t, trains.STEPS)
              assert abs(rate / number("learning_rate", t) - 1) < 1e-14, t
      print(len(groups), "of", len(listed))
      """;

  private static final String ADAMW =
      """
      import sys, torch
      sys.path.insert(0, sys.argv[1])
      from recipe_groups import PARAMETER_GROUPS
      made = [dict(group, params=[torch.ones(3, requires_grad=True)]) for group in PARAMETER_GROUPS]
      optimizer = torch.optim.AdamW(made)
      for group, given in zip(optimizer.param_groups, PARAMETER_GROUPS):
          assert all(group[key] == value for key, value in given.items())
          group["params"][0].grad = torch.ones(3)
      optimizer.step()
      for group in optimizer.param_groups:
          moved = float(1 - group["params"][0].detach()[0])
          expected = group["lr"] * (1 + group["weight_decay"])
          assert abs(moved - expected) < 1e-6, (moved, expected)
      """;

  @TempDir private Path folder = Path.of("");

  private static ExperimentConfig config(String... changes) {
    List<String> all = new ArrayList<>();
    all.add("model.architecture.base-depth=2");
    all.add("model.architecture.depth-power=1");
    all.addAll(List.of(changes));
    return ConfigReader.readBuiltin("smoke-gpt", all);
  }

  /**
   * Makes a recipe of two blocks with numbers of types, and another rate of values in the second.
   */
  private static RecipeFile recipe(Schedule shape, String... changes) {
    ExperimentConfig config = config(changes);
    Layout layout = config.model().layout();
    List<String> types = layout.modules().stream().map(ModulePlace::type).distinct().toList();
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    for (Coefficient coefficient : config.training().optimizer().coefficients()) {
      schedules.put(
          coefficient,
          layout.modules().stream()
              .map(place -> course(coefficient, types.indexOf(place.type()), shape))
              .toList());
    }
    List<Double> zeros = Collections.nCopies(layout.groups().size(), 0.0);
    List<Double> scales =
        layout.modules().stream().map(place -> 0.1 * types.indexOf(place.type())).toList();
    Recipe recipe =
        new Recipe(
            layout.groups().stream().map(ParameterGroup::name).toList(),
            layout.modules(),
            schedules,
            scales,
            scales,
            zeros,
            Map.of(),
            Map.of(
                "learning rate",
                new DepthNumbers(List.of("value"), List.of(List.of(0.0), List.of(0.3)))));
    return new RecipeFile(config, config, recipe);
  }

  private static Course course(Coefficient coefficient, int type, Schedule shape) {
    double usual = coefficient.equals(Coefficient.LEARNING_RATE) ? 0.01 : coefficient.usual();
    double value = coefficient.equals(Coefficient.WEIGHT_DECAY) ? 0.1 : usual;
    Transform space = Transform.of(coefficient);
    return new Course(
        1,
        coefficient.equals(Coefficient.LEARNING_RATE) ? shape : Schedules.FLAT,
        true,
        List.of(space.raw(value) + 0.1 * type));
  }

  private static ExportedRecipe exported(RecipeFile file, int width) {
    return ExportedRecipe.of(
        file,
        new NetworkFamily(file.config(), new InputShape.Token(16), 63),
        width,
        FeatureMap.IDENTITY);
  }

  private static RecipeFile at(RecipeFile file, String... changes) {
    return new RecipeFile(config(changes), file.origin(), file.recipe());
  }

  private void write(ExportTarget target, ExportedRecipe recipe) throws IOException {
    String name = target.fileName("recipe");
    Files.writeString(folder.resolve(name), ExportedSource.of(target, recipe, name));
  }

  private Python.Result compared(ExportedRecipe recipe, int width)
      throws IOException, InterruptedException {
    write(ExportTarget.GROUPS, recipe);
    write(ExportTarget.OPTAX, recipe);
    Layout layout = recipe.config().model().layout();
    Map<String, String> names = new LinkedHashMap<>();
    for (int g = 0; g < layout.groups().size(); g++) {
      ModulePlace place = layout.modules().get(g);
      names.put(
          layout.groups().get(g).name(),
          (place.block() == 0 ? "" : "block " + place.block() + " ") + place.type());
    }
    return Python.run(
        "-c",
        COMPARE,
        folder.toString(),
        Integer.toString(width),
        JsonMapper.builder().build().writeValueAsString(names));
  }

  @ParameterizedTest
  @CsvSource({"2, 16", "2, 64", "4, 16", "4, 64", "1, 64"})
  void numbersAreThoseOfTheFileThatTrainsAtThisWidthAndDepth(int depth, int width)
      throws IOException, InterruptedException {
    Python.assumeThere();
    ExportedRecipe recipe = exported(at(recipe(FALL), "model.depth=" + depth), width);
    Python.Result result = compared(recipe, width);
    assertThat(result.code()).as(result.err()).isZero();
    // Nine types, of which values alone differ from block to block.
    assertThat(result.out().strip()).isEqualTo("%d of %d".formatted(8 + depth, 3 + 6 * depth));
  }

  @Test
  void thatComparisonSeesNumbersOfAnotherWidth() throws IOException, InterruptedException {
    Python.assumeThere();
    Python.Result result = compared(exported(recipe(FALL), 16), 64);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("AssertionError: ('embedding'");
  }

  @Test
  void torchTakesTheGroups() throws IOException, InterruptedException {
    Python.assumeTorch();
    write(ExportTarget.GROUPS, exported(recipe(Schedules.FLAT), 32));
    Python.Result result = Python.run("-c", ADAMW, folder.toString());
    assertThat(result.code()).as(result.err()).isZero();
  }

  /** A file is in plain words of Python: it imports nothing but for a shape. */
  @Test
  void aConstantRateNeedsNoImportAndNoSchedule() {
    assertThat(source(recipe(Schedules.FLAT), 16))
        .doesNotContain("import", "schedule", "${", "@if", "@end", "@param")
        .contains("lr is the learning rate of every step")
        .endsWith("]\n")
        .doesNotContainPattern("[^\n]{119}");
    assertThat(source(recipe(new Warmup().then(0.1, Schedules.FLAT)), 16))
        .contains("\n\nschedule = shape3\n", "schedule(t, steps) multiplies in step t");
  }

  private static String source(RecipeFile file, int width) {
    return ExportedSource.of(ExportTarget.GROUPS, exported(file, width), "r.py");
  }

  @Test
  void parametersOfEqualNumbersAreOneGroup() {
    Recipe tuned = recipe(FALL).recipe();
    Recipe same =
        new Recipe(
            tuned.groups(),
            tuned.modules(),
            tuned.schedules(),
            tuned.initLogScale(),
            tuned.logMultiplier(),
            tuned.l2(),
            Map.of(),
            Map.of());
    List<ValueGroup> groups =
        ParameterGroups.of(exported(new RecipeFile(config(), config(), same), 32)).groups();
    assertThat(groups).hasSize(9);
    assertThat(groups.get(2).names()).containsExactly("block 1 query", "block 2 query");
    assertThat(new HashSet<>(groups.stream().map(ValueGroup::numbers).toList())).hasSize(9);
  }

  @Test
  void hiddenMatricesAreOfMuonAndReadWhatItReads() {
    RecipeFile file = recipe(FALL, "training.optimizer=muon");
    Map<String, List<String>> keys = new HashMap<>();
    for (ValueGroup group : ParameterGroups.of(exported(file, 32)).groups()) {
      List<String> read =
          group.numbers().keySet().stream()
              .filter(key -> !key.equals("init_std") && !key.equals("clip_weight"))
              .sorted()
              .toList();
      keys.put(group.names().get(0) + " " + group.numbers().get("use_muon"), read);
    }
    assertThat(keys)
        .hasSize(10)
        .containsEntry("block 2 value True", List.of("lr", "momentum", "use_muon", "weight_decay"))
        .containsEntry("readout False", List.of("betas", "eps", "lr", "use_muon", "weight_decay"));
    assertThat(source(file, 32)).contains("sqrt(max(fan-in, fan-out))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adamw: torch.optim.AdamW takes",
        "lion: Lion: x <-",
        "momentum: torch.optim.SGD takes; its velocities",
        "heavy-ball: torch.optim.SGD takes.",
        "nesterov: torch.optim.SGD(nesterov=True) takes"
      })
  void theHeadSaysWhatTakesTheNumbers(String said) {
    String optimizer = said.substring(0, said.indexOf(':'));
    RecipeFile file = recipe(FALL, "training.optimizer=" + optimizer, "tune=null", "reversal=null");
    String words = source(file, 16).replace("\n# ", " ");
    assertThat(words).contains(said.substring(said.indexOf(' ') + 1));
    assertThat(words.contains("dampening=")).isEqualTo(optimizer.equals("momentum"));
  }

  @Test
  void theHeadSaysWhatTheNetworkItselfMultiplies() {
    String four = source(at(recipe(FALL), "model.depth=4"), 32).replace("\n# ", " ");
    assertThat(four)
        .contains("depth 4, width 32 (tuned at width 16), 20 steps of batches of 8, by AdamW")
        .contains("residual branch is multiplied by 0.5")
        .contains("Products of queries and keys are divided by the numbers of a head.")
        .contains(
            "global norm of 1.0 in which the gradient of each group counts clip_weight times");
    assertThat(source(recipe(FALL, "training.clip=0"), 32))
        .doesNotContain("residual branch", "clip");
  }

  /** What moves otherwise than one shape of all rates is not a number of a group. */
  @Test
  void whatMovesOtherwiseIsRefusedWithWhatCanBeDone() {
    RecipeFile flat = recipe(Schedules.FLAT);
    Course knots = new Course(1, Schedules.FLAT, true, List.of(-4.0, -5.0));
    Stream.of(knots, new Course(1, FALL, true, List.of(-4.0)))
        .forEach(
            one ->
                assertThatThrownBy(() -> source(with(flat, Coefficient.LEARNING_RATE, one), 16))
                    .isInstanceOf(ExportException.class)
                    .hasMessage(
                        "the learning rate of q1 moves over the run, otherwise than by one shape"
                            + " that all groups share, and a parameter group has one number for"
                            + " it: --to pytorch has every step, or tune it with knots: 1"));
    Course betas = new Course(1, Schedules.FLAT, true, List.of(2.0, 3.0));
    assertThatThrownBy(() -> source(with(flat, Coefficient.BETA1, betas), 16))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("the beta1 of q1 moves over the run, and a parameter group");
  }

  /** Gives the third group, q1, another course. */
  private static RecipeFile with(RecipeFile file, Coefficient coefficient, Course course) {
    Recipe recipe = file.recipe();
    Map<Coefficient, List<Course>> schedules = new TreeMap<>(recipe.schedules());
    List<Course> courses = new ArrayList<>(recipe.schedules().getOrDefault(coefficient, List.of()));
    courses.set(2, course);
    schedules.put(coefficient, courses);
    return new RecipeFile(
        file.config(),
        file.origin(),
        new Recipe(
            recipe.groups(),
            schedules,
            recipe.initLogScale(),
            recipe.logMultiplier(),
            recipe.l2()));
  }
}
