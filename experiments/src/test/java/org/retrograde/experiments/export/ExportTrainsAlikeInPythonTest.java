package org.retrograde.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * The exported Python files train as Retrograde does: same weights, same batches, double precision,
 * 100 steps, every loss compared. PyTorch really runs; what is exported for optax runs its
 * arithmetic on NumPy.
 */
final class ExportTrainsAlikeInPythonTest {

  private static final double TOLERANCE = 1e-4;

  private static final List<Coefficient> SCHEDULES =
      List.of(
          Coefficient.LEARNING_RATE,
          Coefficient.MOMENTUM,
          Coefficient.EPSILON,
          Coefficient.WEIGHT_DECAY);

  private static final List<Coefficient> BETAS =
      List.of(Coefficient.LEARNING_RATE, Coefficient.BETA1, Coefficient.BETA2);

  private static final String CLASS_WEIGHTS =
      "data.class-weights={0: 9, 1: 0.1, 2: 1, 3: 4, 4: 1, 5: 1, 6: 1, 7: 3, 8: 1, 9: 0.5}";

  @TempDir private static Path folder = Path.of("");
  @TempDir private static Path tables = Path.of("");

  private static final Map<String, ExportCase> CASES = new LinkedHashMap<>();
  private static final Set<String> ONLY_IN_PYTORCH = new HashSet<>();
  private static final Map<String, List<Double>> LOSSES = new LinkedHashMap<>();

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    Python.assumeTorch();
    add("momentum", SCHEDULES, "momentum", "0.5", "training.clip=0.5", "training.l2=1e-4");
    add(
        "heavy-ball",
        SCHEDULES,
        "heavy-ball",
        "0.05",
        "model.activation=gelu",
        "training.label-smoothing=0.1");
    add(
        "nesterov",
        SCHEDULES,
        "nesterov",
        "0.5",
        "model.parametrization=standard",
        "model.activation=tanh",
        "model.loss=squared-error");
    add(
        "adamw",
        SCHEDULES,
        "adamw",
        "0.003",
        "training.epsilon=1e-3",
        "training.weight-decay=0.1",
        "training.clip=1",
        "training.l2=1e-4");
    add(
        "unit-form",
        SCHEDULES,
        "adamw",
        "0.003",
        "training.epsilon=1e-3",
        "training.weight-decay=0.1",
        "model.parametrization=unit",
        "model.decay-rule=constant");
    add(
        "moving-betas",
        BETAS,
        "adamw",
        "0.003",
        "training.epsilon=1e-3",
        "model.activation=silu",
        "training.z-loss=0.01");
    add(
        "class-weights",
        SCHEDULES,
        "momentum",
        "0.5",
        CLASS_WEIGHTS,
        "training.label-smoothing=0.1",
        "training.z-loss=0.01");
    add(
        "class-weights-squared",
        SCHEDULES,
        "momentum",
        "0.5",
        CLASS_WEIGHTS,
        "model.loss=squared-error");
    add("tiny-epsilon", SCHEDULES, "adamw", "0.003", "training.epsilon=1e-8");
    add(
        "rmsprop",
        SCHEDULES,
        "rmsprop",
        "0.0003",
        "training.epsilon=1e-4",
        "model.activation=squared-relu");
    ONLY_IN_PYTORCH.add("schedule-free");
    add(
        "schedule-free",
        List.of(Coefficient.LEARNING_RATE, Coefficient.INTERPOLATION, Coefficient.AVERAGING),
        "{name: schedule-free, rate-power: 1.5}",
        "0.5",
        "training.averaging=0.5",
        "training.l2=1e-4");
    ONLY_IN_PYTORCH.add("schedule-free-adamw");
    add(
        "schedule-free-adamw",
        List.of(Coefficient.LEARNING_RATE, Coefficient.INTERPOLATION, Coefficient.BETA2),
        "schedule-free-adamw",
        "0.01",
        "training.averaging=0.5",
        "training.epsilon=1e-4",
        "training.weight-decay=0.1");
    ONLY_IN_PYTORCH.add("primal-averaging");
    add(
        "primal-averaging",
        List.of(Coefficient.LEARNING_RATE, Coefficient.AVERAGING),
        "primal-averaging",
        "1",
        "training.averaging=0.5");
    ONLY_IN_PYTORCH.add("sgd-sai");
    add("sgd-sai", SCHEDULES, "sgd-sai", "0.004", "training.weight-decay=0.1");
    add("lion", BETAS, "lion", "0.003", "training.weight-decay=0.1", "training.clip=1");
    ONLY_IN_PYTORCH.addAll(List.of("muon", "muon-text", "muon-images"));
    add("muon", SCHEDULES, "{name: muon, scale: original}", "0.01", "training.weight-decay=0.1");
    add("muon-text", ExportCase.trainText(ExportCase.WIDTH, BETAS, "training.optimizer=muon"));
    add(
        "muon-images",
        ExportCase.trainImages(
            ExportCase.WIDTH,
            SCHEDULES,
            "model.architecture={name: convnet, stages: [{kernel: 5, stride: 2, pooling: mean},"
                + " {multiple: 2, kernel: 3, pooling: mean}]}",
            "training.batch=10",
            "training.learning-rate=0.01",
            "training.epsilon=1e-3",
            "training.optimizer={name: muon, scale: original}"));
    add("table", ExportCase.trainTable(tables, SCHEDULES));
    add(
        "table-of-images",
        ExportCase.trainTable(
            tables,
            SCHEDULES,
            "model.architecture={name: convnet, stages: [{kernel: 3, pooling: mean}]}",
            "training.batch=10",
            "training.learning-rate=0.1"));
    add(
        "numbers",
        ExportCase.trainNumbers(
            tables,
            SCHEDULES,
            "training.optimizer=adamw",
            "training.learning-rate=0.003",
            "training.epsilon=1e-3",
            "training.weight-decay=0.1"));
    add(
        "numbers-of-images",
        ExportCase.trainNumbers(
            tables,
            SCHEDULES,
            "data.shape=[4, 4]",
            "data.standardize=true",
            "model.architecture={name: convnet, stages: [{kernel: 3, pooling: mean}]}",
            "training.batch=10",
            "training.learning-rate=0.1"));
    for (int width : new int[] {ExportCase.BASE_WIDTH, ExportCase.WIDTH}) {
      addText(width, "plain", "training.weight-decay=0.1", "training.clip=1", "model.depth=1");
      addText(
          width,
          "modern",
          "model.architecture={name: transformer, head-size: 8, key-value-heads: 2, gated: true,"
              + " norm: layer, gains: vector, positions: rotary, scale: root, query-key-norm: true,"
              + " embedding-norm: true, biases: true, zero-query: false, zero-readout: false}",
          "model.activation=gelu",
          "model.parametrization=unit",
          "training.label-smoothing=0.1",
          "training.z-loss=1e-3",
          "training.l2=1e-4");
      addText(
          width,
          "unit",
          "model.architecture={name: unit-transformer, head-size: 8, activation-multiplier: 2,"
              + " attention-multiplier: 0.5, residual-multiplier: 0.7, loss-multiplier: 1.5}",
          "model.activation=silu",
          "model.parametrization=u-mup",
          "training.learning-rate=0.3",
          "training.weight-decay=0.1");
      addImages(width);
    }
    Path control = write("control", ExportTarget.PYTORCH, made("momentum"));
    Files.createFile(control.resolve("pytorch-default-dampening"));
    spoil("other-scale", "TARGET_SCALE = ", "TARGET_SCALE = 2 * ");
    spoil("other-cell", "masked_fill(x.isnan(), 0)", "masked_fill(x.isnan(), 1)");
    run();
  }

  /** Writes what is exported of numbers to predict with something else in it. */
  private static void spoil(String name, String what, String instead) throws IOException {
    Path file = write(name, ExportTarget.PYTORCH, made("numbers")).resolve("recipe.py");
    String source = Files.readString(file);
    assertThat(source).contains(what);
    Files.writeString(file, source.replace(what, instead));
  }

  private static void add(
      String name, List<Coefficient> moving, String optimizer, String rate, String... changes)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(changes));
    all.add("training.optimizer=" + optimizer);
    all.add("training.learning-rate=" + rate);
    add(name, ExportCase.train(moving, all.toArray(String[]::new)));
  }

  private static void addText(int width, String name, String... changes) throws IOException {
    String full = name + "-" + width;
    add(full, ExportCase.trainText(width, SCHEDULES, changes));
  }

  private static void addImages(int width) throws IOException {
    ExportCase made =
        ExportCase.trainImages(
            width,
            SCHEDULES,
            "model.architecture={name: convnet, stages: [{kernel: 5, stride: 2, padding: 1,"
                + " pooling: max, pool-size: 3, pool-stride: 2}, {multiple: 2, kernel: 3, pooling:"
                + " mean}], global-pooling: none}",
            "training.batch=10",
            "training.learning-rate=0.3");
    add("convnet-" + width, made);
  }

  private static void add(String name, ExportCase made) throws IOException {
    CASES.put(name, made);
    write("pytorch-" + name, ExportTarget.PYTORCH, made);
    if (!ONLY_IN_PYTORCH.contains(name)) {
      write("optax-" + name, ExportTarget.OPTAX, made);
    }
  }

  private static Path write(String name, ExportTarget target, ExportCase made) throws IOException {
    Path home = Files.createDirectory(folder.resolve(name));
    made.write(home);
    Files.writeString(
        home.resolve("recipe.py"), ExportedSource.of(target, made.exported(), "recipe.py"));
    return home;
  }

  private static void run() throws IOException, InterruptedException {
    Python.copy("stand_in.py", folder);
    Path script = Python.copy("train_exported.py", folder);
    List<String> words = new ArrayList<>(List.of(script.toString()));
    try (var folders = Files.list(folder)) {
      folders.filter(Files::isDirectory).map(Path::toString).forEach(words::add);
    }
    Python.Result result = Python.run(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    for (Map.Entry<String, JsonNode> curve :
        JsonMapper.builder().build().readTree(result.out()).properties()) {
      List<Double> losses = new ArrayList<>();
      curve.getValue().forEach(loss -> losses.add(loss.asDouble()));
      LOSSES.put(curve.getKey(), losses);
    }
  }

  private static ExportCase made(String name) {
    return Objects.requireNonNull(CASES.get(name), name);
  }

  private static List<Double> losses(String run) {
    return Objects.requireNonNull(LOSSES.get(run), run);
  }

  private static double difference(String name, String run) {
    return ExportCase.difference(made(name).losses(), losses(run));
  }

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLossIsThatOfRetrograde(String name) {
    assertThat(difference(name, "pytorch-" + name)).as("PyTorch").isLessThan(TOLERANCE);
    if (!ONLY_IN_PYTORCH.contains(name)) {
      assertThat(difference(name, "optax-" + name)).as("optax").isLessThan(TOLERANCE);
    }
  }

  @Test
  void theLossesFallSoThatThereIsSomethingToCompare() {
    CASES.forEach(
        (name, made) ->
            assertThat(made.losses().get(ExportCase.STEPS - 1))
                .as(name)
                .isLessThan(0.8 * made.losses().get(0)));
  }

  @Test
  void thePaperFormWithoutItsFirstDampeningIsAnotherTraining() {
    assertThat(difference("momentum", "control")).isGreaterThan(100 * TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-scale", "other-cell"})
  void numbersOfAnotherScaleAndCellsOfAnotherNumberAreAnotherTraining(String control) {
    assertThat(difference("numbers", control)).isGreaterThan(100 * TOLERANCE);
  }
}
