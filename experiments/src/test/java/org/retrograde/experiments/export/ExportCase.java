package org.retrograde.experiments.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.DataConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.DataLoader;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.PowerScheduler;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Trapezoid;
import org.retrograde.hypergrad.schedule.TwoPhase;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.table.TableReader;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A recipe in which everything that may differ does, and Retrograde's own training with it: the
 * network 784-64-64-10 on images, four times as wide as the base, 100 steps in double precision.
 *
 * @param recipe as it would be read from a file
 * @param losses of each step, before its update
 * @param start initial weights without multipliers, row by row, one array a group
 * @param data what the network sees
 * @param before the training rows before training mapped them
 * @param batches rows of each step
 * @param width of the network
 */
record ExportCase(
    RecipeFile recipe,
    List<Double> losses,
    List<double[]> start,
    DataSplits data,
    LabeledData before,
    List<int[]> batches,
    int width) {

  static final int WIDTH = 64;
  static final int BASE_WIDTH = 16;
  static final int STEPS = 100;

  private static final long SEED = 5;
  private static final int ROWS = 500;
  private static final int BATCH = 50;

  private static final String YAML =
      """
      name: all-that-moves
      data: {source: mnist, train: %d, validation: 10, test: 10}
      model: {width: %d, base-width: %d}
      training: {steps: %d, batch: %d, learning-rate: 0.1}
      grid: {momenta: [0.9], seeds: 1, learning-rates: {from: 1, factor: 2, count: 1}}
      """
          .formatted(ROWS, BASE_WIDTH, BASE_WIDTH, STEPS, BATCH);

  private static final int WINDOW = 8;

  private static final String TEXT =
      """
      name: song
      data: {source: kjv, window: %d, train: 2000, validation: 100, test: 100}
      model: {architecture: {name: transformer, head-size: 8}, width: %d, base-width: %d}
      training: {optimizer: adamw, steps: %d, batch: 4, learning-rate: 0.01, epsilon: 1e-3}
      grid: {momenta: [0.9], seeds: 1, learning-rates: {from: 1, factor: 2, count: 1}}
      """
          .formatted(WINDOW, BASE_WIDTH, BASE_WIDTH, STEPS);

  /** Read once. */
  private static final class Images {
    private static final DataSplits DATA = DataLoader.load(config());
    private static final LabeledData BEFORE = DataLoader.load(config("data.centre=false")).train();
  }

  /** Reads the config of a case; {@code changes} are overrides. */
  static ExperimentConfig config(String... changes) {
    return ConfigReader.readText("case", YAML, List.of(changes));
  }

  /** Makes a recipe whose numbers differ from group to group, and move. */
  static Recipe recipe(ExperimentConfig config, Workbench bench, List<Coefficient> moving) {
    RunSettings settings = Hyperparameters.settings(bench, config.startingArm());
    for (int g = 0; g < bench.groups().size(); g++) {
      for (Coefficient coefficient : settings.coefficients().coefficients()) {
        double value = settings.coefficients().get(coefficient, 0, g);
        for (int t = 0; t < settings.coefficients().steps() && value != 0; t++) {
          double wave = moving.contains(coefficient) ? Math.sin(0.1 * t + g) : Math.sin(g);
          Transform space = Transform.of(coefficient);
          settings
              .coefficients()
              .set(coefficient, t, g, space.value(space.raw(value) + 0.3 * wave));
        }
      }
      settings.initLogScale()[g] = 0.2 * Math.cos(g);
      settings.l2()[g] *= 1 + g;
    }
    double[] logMultipliers = new double[bench.groups().size()];
    Arrays.setAll(logMultipliers, g -> 0.3 * Math.sin(2 * g + 1));
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logMultipliers);
    Recipe steps = Recipe.of(bench.groups().stream().map(ParameterGroup::name).toList(), settings);
    return moving.contains(Coefficient.LEARNING_RATE)
        ? withKnots(steps, config.training().learningRate())
        : steps;
  }

  /** One of each, so that every formula is in the file. */
  private static Schedule families() {
    return new Wsd(0.3, Fall.ONE_MINUS_SQRT, 0.5)
        .times(new Wsd(0.2, Fall.EXPONENTIAL, 0.5))
        .times(new Trapezoid(0.1, 0.2))
        .times(new InversePower(0.1, 20))
        .times(new TwoPhase(0.2, 30, 4))
        .times(new PowerScheduler(0.2, 30, 0.1, Fall.LINEAR, 0.5))
        .times(new Cosine(0.5, 2));
  }

  /** Gives the learning rates courses of knots and a shape, as tuning does. */
  private static Recipe withKnots(Recipe recipe, double rate) {
    Schedule shape =
        new Warmup()
            .then(0.1, Schedules.FLAT)
            .then(0.6, new Linear())
            .times(new OneCycle(0.5, 0.5, 0.25, 0))
            .times(families());
    List<Course> rates = new ArrayList<>();
    for (int g = 0; g < recipe.groups().size(); g++) {
      List<Double> knots = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        knots.add(Math.log(rate) + 0.3 * Math.sin(k + g / 2)); // of a layer
      }
      rates.add(new Course(1.5 + 0.1 * g, shape, true, knots));
    }
    Map<Coefficient, List<Course>> schedules = new TreeMap<>(recipe.schedules());
    schedules.put(Coefficient.LEARNING_RATE, rates);
    schedules.computeIfPresent(
        Coefficient.INTERPOLATION,
        (coefficient, steps) -> Collections.nCopies(rates.size(), betweenZeroAndOne()));
    return new Recipe(
        recipe.groups(), schedules, recipe.initLogScale(), recipe.logMultiplier(), recipe.l2());
  }

  private static Course betweenZeroAndOne() {
    List<Double> knots = Stream.of(0.5, 0.95, 0.2).map(Transform.LOGIT::raw).toList();
    return new Course(1, Schedules.FLAT, true, knots);
  }

  /** Trains with the recipe that {@code moving} coefficients move in. */
  static ExportCase train(List<Coefficient> moving, String... changes) {
    return trainImages(WIDTH, moving, changes);
  }

  /** Trains a transformer on a text likewise, at a width. */
  static ExportCase trainText(int width, List<Coefficient> moving, String... changes) {
    ExperimentConfig config = ConfigReader.readText("text", TEXT, List.of(changes));
    DataSplits data = DataLoader.load(config);
    int windows = config.training().batch();
    return train(
        config,
        data,
        data.train(),
        width,
        BatchPlans.windows(SEED, data.train().rows(), STEPS, windows, WINDOW),
        moving);
  }

  /** Trains likewise on a table of 16 features, each of another size and about another mean. */
  static ExportCase trainTable(Path folder, List<Coefficient> moving, String... changes)
      throws IOException {
    RandomGenerator random = new Well19937c(3);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS + 20; i++) {
      int label = i % 3;
      for (int j = 0; j < 16; j++) {
        double feature = random.nextGaussian() + (j % 3 == label ? 1 : 0);
        rows.append(Math.pow(10, j % 5 - 2) * (feature + j)).append(',');
      }
      rows.append(label).append('\n');
    }
    String shape = changes.length > 0 ? ", shape: [4, 4]" : "";
    return trainTable(folder, rows, "standardize: true" + shape, moving, changes);
  }

  /**
   * Trains likewise on a table of 16 features with numbers to predict, about 300 and as far apart
   * as 50, in which a cell of each fifth row is missing.
   */
  static ExportCase trainNumbers(Path folder, List<Coefficient> moving, String... changes)
      throws IOException {
    RandomGenerator random = new Well19937c(4);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS + 20; i++) {
      double sum = 0;
      for (int j = 0; j < 16; j++) {
        double feature = random.nextGaussian();
        sum += feature;
        boolean missing = i % 5 == 0 && j == i / 5 % 16;
        rows.append(missing ? "" : Math.pow(10, j % 5 - 2) * (feature + j)).append(',');
      }
      rows.append(300 + 12 * sum + random.nextGaussian()).append('\n');
    }
    String[] all =
        Stream.concat(Stream.of("model.loss=squared-error"), Stream.of(changes))
            .toArray(String[]::new);
    return trainTable(folder, rows, "target: number, missing: impute", moving, all);
  }

  private static ExportCase trainTable(
      Path folder, StringBuilder rows, String more, List<Coefficient> moving, String... changes)
      throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "table", ".csv"), rows);
    String table =
        "data={source: csv, file: '%s', train: %d, validation: 10, test: 10, %s}"
            .formatted(file, ROWS, more);
    ExperimentConfig config =
        config(Stream.concat(Stream.of(table), Stream.of(changes)).toArray(String[]::new));
    DataConfig.Table read = (DataConfig.Table) config.data();
    LabeledData before = TableReader.read(read.files(), read.settings()).data().slice(0, ROWS);
    BatchPlan plan = BatchPlans.epochs(SEED, ROWS, STEPS, config.training().batch());
    return train(config, DataLoader.load(config), before, WIDTH, plan, moving);
  }

  /** Trains likewise at a width, on images that are the same for every case. */
  static ExportCase trainImages(int width, List<Coefficient> moving, String... changes) {
    ExperimentConfig config = config(changes);
    BatchPlan plan = BatchPlans.epochs(SEED, ROWS, STEPS, config.training().batch());
    return train(config, Images.DATA, Images.BEFORE, width, plan, moving);
  }

  private static ExportCase train(
      ExperimentConfig config,
      DataSplits data,
      LabeledData before,
      int width,
      BatchPlan plan,
      List<Coefficient> moving) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Workbench bench = new Workbench(config, device, data);
      Recipe recipe = recipe(config, bench, moving);
      RunSettings settings = new RunSettings(STEPS, bench.groups());
      recipe.apply(settings);
      Workbench.NetworkRun network = bench.run(width, SEED, settings);
      return new ExportCase(
          new RecipeFile(config, config, recipe),
          network.run().train().trainingLosses(),
          folded(network.run(), bench.spec(width).multipliers()),
          data,
          before,
          IntStream.range(0, STEPS).mapToObj(plan::at).toList(),
          width);
    }
  }

  private static List<double[]> folded(TrainingRun run, List<Double> multipliers) {
    List<double[]> weights = run.initialWeights();
    double[] tuned = run.settings().lossParameter(RunSettings.LOG_MULTIPLIERS);
    List<double[]> folded = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      double theta = multipliers.get(g) * Math.exp(tuned[g]);
      folded.add(DoubleStream.of(weights.get(g)).map(value -> theta * value).toArray());
    }
    return folded;
  }

  ExportedRecipe exported() {
    return ExportedRecipe.of(recipe, data, width);
  }

  /** Returns the inputs of a batch as they were before training mapped them, row by row. */
  double[] inputs(int[] rows) {
    int features = data.features();
    double[] inputs = new double[rows.length * features];
    for (int i = 0; i < rows.length; i++) {
      before.copyRow(rows[i], inputs, i * features);
    }
    return inputs;
  }

  /** Returns the number of each row's class, or the numbers to predict, in their own unit. */
  double[] labels() {
    if (!before.hasNumbers()) {
      return IntStream.of(before.labels()).asDoubleStream().toArray();
    }
    float[] numbers = before.numbers();
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }

  /** Writes what another library needs to train likewise. */
  void write(Path folder) throws IOException {
    int[] all = IntStream.range(0, data.train().rows()).toArray();
    Files.write(folder.resolve("inputs"), bytes(inputs(all)));
    Files.write(folder.resolve("labels"), bytes(labels()));
    Files.write(
        folder.resolve("batches"),
        bytes(batches.stream().flatMapToInt(IntStream::of).asDoubleStream()));
    Files.write(folder.resolve("start"), bytes(start.stream().flatMapToDouble(DoubleStream::of)));
  }

  private static byte[] bytes(DoubleStream values) {
    return bytes(values.toArray());
  }

  private static byte[] bytes(double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /** Returns the largest relative difference of a loss; infinite if one is no number. */
  static double difference(List<Double> losses, List<Double> others) {
    double largest = others.size() == losses.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int t = 0; t < Math.min(losses.size(), others.size()); t++) {
      double difference = Math.abs(others.get(t) / losses.get(t) - 1);
      largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
    }
    return largest;
  }
}
