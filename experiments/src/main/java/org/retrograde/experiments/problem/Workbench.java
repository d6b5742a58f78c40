package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ClassWeights;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Vocabulary;
import org.retrograde.models.metrics.ClassFigures;
import org.retrograde.models.metrics.ClassTally;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.metrics.NumberFigures;
import org.retrograde.models.metrics.Quality;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The training problem of a config on a device: data loaded once, runs made for any width and seed,
 * those of one width and seed from one start. May be shared between threads.
 */
public final class Workbench implements TrainingProblem {

  private static final int SHOWN = 10;

  private final ExperimentConfig config;
  private final Device device;
  private final DataSplits splits;
  private final NetworkFamily family;
  private final DataPlacement placement;
  private final Starts starts;
  private final DeviceData training;
  private final List<Double> classWeights;
  private final @Nullable Tensor rowFactors;
  private final List<DeviceData> judging;
  private final List<DeviceData> validation;
  private final List<DeviceData> test;
  private final Later<List<DeviceData>> trainingParts;
  private final boolean ofConfig;
  private final Optional<CheckpointPlace> checkpoints;
  private final Later<String> description = new Later<>(TrainingProblem.super::description);

  /**
   * Loads the data of {@code config} onto {@code device}.
   *
   * @throws org.retrograde.models.data.DataException if a file cannot be used
   */
  public Workbench(ExperimentConfig config, Device device) {
    this(config, device, DataLoader.load(config));
  }

  /** Puts data that is loaded already onto {@code device}. */
  public Workbench(ExperimentConfig config, Device device, DataSplits splits) {
    this(config, device, splits, true);
  }

  private Workbench(ExperimentConfig config, Device device, DataSplits splits, boolean ofConfig) {
    this.ofConfig = ofConfig;
    this.config = config;
    this.device = device;
    this.splits = splits;
    this.family = new NetworkFamily(config, splits.shape(), splits.classes());
    this.starts = new Starts(device);
    this.placement = new DataPlacement(device, config.training(), splits);
    this.training = placement.whole(splits.train());
    ClassWeights weights = config.data().classWeights();
    this.classWeights = weights == null ? List.of() : weights.factors(splits.train());
    this.rowFactors = weights == null ? null : rowFactors(device, splits.train(), classWeights);
    this.validation = placement.parts(splits.validation());
    this.test = placement.parts(splits.test());
    this.judging = config.judgesTraining() ? placement.parts(splits.train()) : validation;
    this.trainingParts =
        config.judgesTraining()
            ? new Later<>(() -> judging)
            : new Later<>(() -> placement.parts(splits.train()));
    this.checkpoints = Optional.empty();
  }

  private static Tensor rowFactors(Device device, LabeledData rows, List<Double> classWeights) {
    Tensor factors = device.tensor(rows.rows(), 1);
    factors.assign(IntStream.of(rows.labels()).mapToDouble(classWeights::get).toArray());
    return factors;
  }

  private Workbench(Workbench other, ExperimentConfig config, Starts starts) {
    this(other, config, starts, other.judging, other.checkpoints);
  }

  private Workbench(
      Workbench other,
      ExperimentConfig config,
      Starts starts,
      List<DeviceData> judging,
      Optional<CheckpointPlace> checkpoints) {
    this.ofConfig =
        other.ofConfig
            && judging == other.judging
            && config.judgesTraining() == other.config.judgesTraining()
            && config.training().batch() == other.config.training().batch()
            && config.training().sampling() == other.config.training().sampling();
    this.config = config;
    this.device = other.device;
    this.splits = other.splits;
    this.family = new NetworkFamily(config, other.family.shape(), other.family.classes());
    this.placement = other.placement;
    this.starts = starts;
    this.training = other.training;
    this.classWeights = other.classWeights;
    this.rowFactors = other.rowFactors;
    this.validation = other.validation;
    this.test = other.test;
    this.judging = judging;
    this.trainingParts = other.trainingParts;
    this.checkpoints = checkpoints;
  }

  /**
   * Returns the same problem under another parametrization; the two share their data and starts.
   */
  @Override
  public Workbench under(Parametrization parametrization) {
    return new Workbench(this, config.withParametrization(parametrization), starts);
  }

  /** Returns the same problem with networks of another number of hidden layers. */
  public Workbench deep(int depth) {
    return new Workbench(this, config.withDepth(depth), new Starts(device));
  }

  /**
   * Returns the same problem with other labels of its training rows; the hash of its data differs.
   *
   * @param labels one for each training row
   */
  public Workbench withTrainingLabels(int[] labels) {
    LabeledData train = splits.train().withLabels(labels);
    Map<String, String> hashes = new LinkedHashMap<>(splits.hashes());
    hashes.put("train", train.sha256());
    return new Workbench(
        config,
        device,
        new DataSplits(
            train, splits.validation(), splits.test(), splits.map(), splits.targetMap(), hashes),
        false);
  }

  /**
   * Returns the same problem judged on one validation row; the two share their data and starts. It
   * keeps no checkpoints, as its description does not say the row.
   *
   * @param row in [0, validation rows)
   */
  public Workbench judgedBy(int row) {
    return new Workbench(this, config, starts, List.of(validationRow(row)), Optional.empty());
  }

  @Override
  public Workbench keepingIn(CheckpointPlace place) {
    return new Workbench(this, config, starts, judging, Optional.of(place));
  }

  @Override
  public Optional<CheckpointPlace> checkpoints() {
    return checkpoints;
  }

  /** Copies one validation row to the device. */
  public DeviceData validationRow(int row) {
    return placement.whole(splits.validation().slice(row, row + 1));
  }

  /** Returns the rows, as they were loaded. */
  public DataSplits splits() {
    return splits;
  }

  @Override
  public Workbench withArchitecture(Map<String, Double> numbers) {
    return new Workbench(this, config.withArchitecture(numbers), new Starts(device));
  }

  @Override
  public Workbench on(Device other) {
    return new Workbench(config, other, splits, ofConfig);
  }

  @Override
  public List<String> outline() {
    List<String> outline = new ArrayList<>(splits.train().remarks());
    outline.add(
        "%d training, %d validation and %d test %s"
            .formatted(
                training.rows(),
                splits.validation().rows(),
                splits.test().rows(),
                placement.isText()
                    ? "tokens of %d kinds".formatted(splits.classes())
                    : "rows of %d features; %s"
                        .formatted(splits.features(), Labels.describe(splits.train()))));
    if (!classWeights.isEmpty()) {
      outline.add("losses of training rows are weighted by class: " + listedWeights());
    }
    warnings().forEach(warning -> outline.add("warning: " + warning));
    outline.add(TrainingProblem.super.outline().get(0) + "; " + placement.inWords(training.rows()));
    return outline;
  }

  private String listedWeights() {
    List<String> names = classNames();
    return IntStream.range(0, names.size())
            .limit(SHOWN)
            .mapToObj(c -> String.format(Locale.ROOT, "%s %.4g", names.get(c), classWeights.get(c)))
            .collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", ..." : "");
  }

  @Override
  public List<String> warnings() {
    if (placement.isText()) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>(Labels.warnings(splits));
    InputScales.warning(splits).ifPresent(warnings::add);
    return warnings;
  }

  /** Worked out once, as every trial asks for it. */
  @Override
  public String description() {
    return description.get();
  }

  @Override
  public boolean isOfConfig() {
    return ofConfig;
  }

  @Override
  public ExperimentConfig config() {
    return config;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Map<String, String> dataHashes() {
    return splits.hashes();
  }

  /** Returns the validation rows, in parts. */
  List<DeviceData> validation() {
    return validation;
  }

  /** Returns the test rows, in parts. */
  List<DeviceData> test() {
    return test;
  }

  /** Returns what the numbers of an example are to each other. */
  public InputShape shape() {
    return family.shape();
  }

  /** Returns the vocabulary of a text; empty for rows of another kind. */
  public Optional<Vocabulary> vocabulary() {
    return splits.train().vocabulary();
  }

  /** Returns the training rows. */
  public DeviceData training() {
    return training;
  }

  /** Copies the first training rows to the device, as many as a batch has, of whole windows. */
  public DeviceData firstRows() {
    int rows = config.training().batch() * placement.window();
    return placement.whole(splits.train().slice(0, Math.min(rows, splits.train().rows())));
  }

  @Override
  public int width() {
    return config.model().width();
  }

  @Override
  public boolean hasWidths() {
    return config.model().hasWidth();
  }

  @Override
  public int baseWidth() {
    return config.model().baseWidth();
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return spec(width).groups();
  }

  /** Returns the tensors and probes of the network at the width that is tuned. */
  public Layout layout() {
    return family.layout(config.model().width());
  }

  @Override
  public List<GroupPlace> places() {
    return layout().parameters().stream()
        .map(p -> new GroupPlace(p.name(), p.layer(), p.role().isWeight()))
        .toList();
  }

  @Override
  public List<ModulePlace> modules() {
    return layout().modules();
  }

  @Override
  public WidthScaling link(int width) {
    return scaling(width);
  }

  @Override
  public Map<String, double[]> lossParameters() {
    return Map.of(LossParameter.TRAINING_INPUTS, training.inputs().toArray());
  }

  @Override
  public int[] rowClasses() {
    LabeledData rows = splits.train();
    return rows.hasNumbers() ? new int[rows.rows()] : rows.labels();
  }

  @Override
  public List<String> parts() {
    return List.of("training", "validation", "test");
  }

  @Override
  public Evaluation judge(String part, TrainingRun run, Trained trained) {
    NetworkObjective objective = (NetworkObjective) run.objective();
    return objective.evaluate(rows(part, objective), trained.effectiveWeights());
  }

  private List<DeviceData> rows(String part, NetworkObjective objective) {
    return switch (part) {
      case "training" -> objective.tunedTraining().orElseGet(trainingParts::get);
      case "validation" -> validation;
      case "test" -> test;
      default -> throw new IllegalArgumentException("a network has no part " + part);
    };
  }

  private LabeledData labels(String part) {
    return switch (part) {
      case "training" -> splits.train();
      case "validation" -> splits.validation();
      case "test" -> splits.test();
      default -> throw new IllegalArgumentException("a network has no part " + part);
    };
  }

  private boolean hasProbabilities() {
    return config.model().loss() == Loss.CROSS_ENTROPY;
  }

  @Override
  public List<Metric> metrics() {
    if (splits.train().hasNumbers()) {
      return Metric.OF_NUMBERS;
    }
    if (!hasProbabilities()) {
      return Metric.OF_CLASSES;
    }
    return placement.isText() ? Metric.OF_TOKENS : Metric.OF_PROBABILITIES;
  }

  @Override
  public Quality quality(String part, TrainingRun run, Trained trained) {
    NetworkObjective objective = (NetworkObjective) run.objective();
    LabeledData labels = labels(part);
    return labels.hasNumbers()
        ? Quality.of(numbers(labels, outputs(part, objective, trained)))
        : Quality.of(classes(labels, outputs(part, objective, trained)));
  }

  /** Returns what the network says of the rows, [part][row * output]. */
  private List<double[]> outputs(String part, NetworkObjective objective, Trained trained) {
    return rows(part, objective).stream()
        .map(rows -> objective.probe(rows, trained.effectiveWeights()))
        .map(seen -> seen.get(seen.size() - 1))
        .toList();
  }

  private ClassFigures classes(LabeledData rows, List<double[]> outputs) {
    ClassTally tally = new ClassTally(splits.classes(), hasProbabilities());
    int[] labels = rows.labels();
    int from = 0;
    for (double[] part : outputs) {
      int to = from + part.length / splits.classes();
      tally.add(part, Arrays.copyOfRange(labels, from, to));
      from = to;
    }
    return tally.figures();
  }

  /** In the unit of the data. */
  private NumberFigures numbers(LabeledData rows, List<double[]> outputs) {
    FeatureMap map = splits.targetMap();
    float[] numbers = rows.numbers();
    return NumberFigures.of(
        outputs.stream().flatMapToDouble(Arrays::stream).map(y -> map.inverse(0, y)).toArray(),
        IntStream.range(0, numbers.length).mapToDouble(i -> map.inverse(0, numbers[i])).toArray());
  }

  /** The characters or bytes of a text, the names that labels have, or the numbers of classes. */
  @Override
  public List<String> classNames() {
    LabeledData rows = splits.train();
    if (rows.hasNumbers() || !rows.classNames().isEmpty()) {
      return rows.classNames();
    }
    Optional<Vocabulary> vocabulary = vocabulary();
    return IntStream.range(0, splits.classes())
        .mapToObj(
            number ->
                vocabulary
                    .map(tokens -> tokens.text(new int[] {number}))
                    .orElseGet(() -> Integer.toString(number)))
        .toList();
  }

  @Override
  public Workbench trainedAs(ExperimentConfig other) {
    return new Workbench(this, other, new Starts(device));
  }

  /** There is none where the rows themselves are tuned, since they need not know anything yet. */
  @Override
  public OptionalDouble constantLoss() {
    LabeledData rows = config.judgesTraining() ? splits.train() : splits.validation();
    return config.tunesInputs()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Labels.leastConstantLoss(config.model().loss(), rows));
  }

  @Override
  public OptionalDouble constant(Metric metric, String part) {
    if (config.tunesInputs()) {
      return OptionalDouble.empty();
    }
    LabeledData rows = labels(part);
    ConstantAnswer answer = new ConstantAnswer(splits.train(), rows, splits.targetMap());
    double loss = Labels.leastConstantLoss(config.model().loss(), rows);
    return OptionalDouble.of(answer.figure(metric, loss));
  }

  /** Bits of what a token is, where the loss is a cross entropy. */
  @Override
  public Optional<LossUnit> lossUnit() {
    return config
        .data()
        .tokens()
        .filter(token -> config.model().loss() == Loss.CROSS_ENTROPY)
        .map(token -> new LossUnit(token.singular()));
  }

  /** Returns the rule table. */
  public Parametrization parametrization() {
    return family.parametrization();
  }

  /** Returns the width factors of a network of some width. */
  public WidthScaling scaling(int width) {
    return family.scaling(width);
  }

  /** Returns the network of some width. */
  public NetworkSpec spec(int width) {
    return family.spec(width);
  }

  /**
   * Makes the objective of one run.
   *
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   * @param steps of the run
   * @param weighsExamples whether its training rows have weights
   */
  NetworkObjective objective(int width, long seed, int steps, boolean weighsExamples) {
    NetworkSpec spec = spec(width);
    return new NetworkObjective(
        device,
        new NetworkProblem(
            spec,
            start(width, seed),
            training,
            placement.batches(seed, training.rows(), steps),
            judging,
            config.tunesInputs(),
            weighsExamples,
            rowFactors,
            Seeds.of(seed, "dropout", 0)));
  }

  private List<Tensor> start(int width, long seed) {
    long numbers = spec(width).groups().stream().mapToLong(ParameterGroup::size).sum();
    return starts.get(
        new Starts.Key(config.model().parametrization(), width, seed),
        Precision.FLOAT64.bytes() * numbers,
        () -> family.draw(device, new Well19937c(Seeds.of(seed, "init", 0)), width));
  }

  /**
   * Makes one run.
   *
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   * @param tuned settings without width factors; those of {@code width} are applied here
   */
  public NetworkRun run(int width, long seed, RunSettings tuned) {
    TrainingRun run = runTuned(tuned, width, seed);
    return new NetworkRun((NetworkObjective) run.objective(), run);
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    int steps = effective.coefficients().steps();
    boolean weighs = effective.hasLossParameter(LossParameter.EXAMPLE_WEIGHTS);
    return new TrainingRun(
        device,
        objective(width, seed, steps, weighs),
        optimizer(),
        effective,
        options(width, seed));
  }

  /**
   * A run and the network that it trains.
   *
   * @param objective the network's
   * @param run with effective settings
   */
  public record NetworkRun(NetworkObjective objective, TrainingRun run) {}
}
