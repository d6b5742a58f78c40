package org.retrograde.experiments.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.DecoderSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Start;

/**
 * The run of a case of format {@code hypergrad-case-2}: a network of any architecture, named and
 * set as a config does, under any optimizer that can be undone, every number of every parameter
 * group listed. Every number is there and of its kind, or the file is refused.
 */
final class NetworkCase implements CaseRun {

  static final String FORMAT = "hypergrad-case-2";

  private static final String LOG_SCALE = "log_init_scale";
  private static final String L2 = "l2";
  private static final String MULTIPLIER = "log_multiplier";
  private static final String WEIGHTS = "weights";
  private static final String HYPERGRADIENT = "/expected/hypergrad";

  /** The exponential of more is no number. */
  private static final double LARGEST_LOG = 700;

  /** What is read of the section that a config has for its model. */
  private static final Set<String> MODEL =
      new LinkedHashSet<>(List.of("architecture", "width", "depth", "hidden", "activation"));

  private final CaseNumbers numbers;
  private final int steps;
  private final CaseExamples examples;
  private final Optimizer optimizer;
  private final NetworkSpec spec;

  private NetworkCase(CaseNumbers numbers) {
    this.numbers = numbers;
    this.steps = numbers.whole("/T", 1);
    this.examples = CaseExamples.of(numbers, steps);
    ExperimentConfig config = config();
    this.optimizer = config.training().optimizer();
    if (!optimizer.isReversible()) {
      throw numbers.wrong(
          "/optimizer", "must be one whose steps can be undone, got " + optimizer.word());
    }
    if (config.model().architecture() instanceof DecoderSettings network && network.dropout() > 0) {
      throw numbers.wrong("/model/architecture/dropout", "must be 0, as no file lists what is dropped");
    }
    try {
      this.spec =
          NetworkSpec.of(
              config.model().architecture(),
              config.model().sizes(examples.shape(), config.model().width(), examples.classes()),
              Loss.CROSS_ENTROPY);
    } catch (IllegalArgumentException e) {
      throw numbers.wrong("/model/architecture", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a case.
   *
   * @throws ReferenceCaseException if it is not one
   */
  static NetworkCase of(CaseNumbers numbers) {
    NetworkCase read = new NetworkCase(numbers);
    read.check();
    return read;
  }

  /**
   * Reads a config around these words, so that they mean what they mean there; nothing else of it
   * counts.
   */
  private ExperimentConfig config() {
    JsonNode model = numbers.section("/model", MODEL);
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", "case");
    tree.putObject("data").put("source", "kjv").put("train", 100).put("validation", 100).put("test", 100);
    tree.putObject("judge").put("seeds", 1);
    tree.set("model", model);
    tree.putObject("training")
        .put("steps", steps)
        .put("batch", 1)
        .put("learning-rate", 1)
        .set("optimizer", numbers.at("/optimizer"));
    try {
      return ConfigReader.readText("case", tree.toString(), List.of());
    } catch (ConfigException e) {
      ConfigError first = e.errors().get(0);
      String place = "/" + first.path().replace("training.", "").replace('.', '/');
      throw numbers.wrong(place, first.message());
    }
  }

  /** Reads everything once, for its complaints. */
  private void check() {
    List<String> names = spec.groups().stream().map(ParameterGroup::name).toList();
    List<String> listed = new ArrayList<>();
    numbers.list("/groups", names.size()).forEach(name -> listed.add(name.asText()));
    if (!listed.equals(names)) {
      throw numbers.wrong(
          "/groups", "must be those of the network, %s, got %s".formatted(names, listed));
    }
    for (Coefficient coefficient : optimizer.coefficients()) {
      if (coefficient.use() == Coefficient.Use.DECAY) {
        numbers.requireBetween("/" + key(coefficient), 0, 1, steps, names.size());
      }
    }
    numbers.requireBetween("/" + LOG_SCALE, -LARGEST_LOG, LARGEST_LOG, names.size());
    numbers.requireBetween("/" + MULTIPLIER, -LARGEST_LOG, LARGEST_LOG, names.size());
    groups("");
    settings();
    blocks();
    expectedLoss();
  }

  private static String key(Coefficient coefficient) {
    return coefficient.word().replace('-', '_');
  }

  @Override
  public TrainingRun on(Device device) {
    return new TrainingRun(
        device,
        new NetworkObjective(
            device,
            new NetworkProblem(
                spec,
                Start.copy(device, spec.groups(), groups("")),
                examples.data(device, "train"),
                BatchPlans.of(examples.batches()),
                List.of(examples.data(device, "val")),
                examples.tunesInputs())),
        optimizer,
        settings());
  }

  private RunSettings settings() {
    int groups = spec.groups().size();
    RunSettings settings = new RunSettings(steps, spec.groups());
    System.arraycopy(numbers.numbers("/" + LOG_SCALE, groups), 0, settings.initLogScale(), 0, groups);
    System.arraycopy(numbers.numbers("/" + L2, groups), 0, settings.l2(), 0, groups);
    settings.setLossParameter(
        RunSettings.LOG_MULTIPLIERS, numbers.numbers("/" + MULTIPLIER, groups));
    for (Coefficient coefficient : optimizer.coefficients()) {
      double[] all = numbers.numbers("/" + key(coefficient), steps, groups);
      for (int i = 0; i < all.length; i++) {
        settings.coefficients().set(coefficient, i / groups, i % groups, all[i]);
      }
    }
    return settings;
  }

  /** Returns numbers of each group, under {@code weights}, row by row. */
  private List<double[]> groups(String parent) {
    return spec.groups().stream()
        .map(
            group ->
                numbers.numbers(
                    "%s/%s/%s".formatted(parent, WEIGHTS, group.name()), group.rows(), group.cols()))
        .toList();
  }

  @Override
  public double expectedLoss() {
    return numbers.numbers("/expected/final_val_loss")[0];
  }

  @Override
  public List<CaseBlock> blocks() {
    int groups = spec.groups().size();
    List<CaseBlock> blocks = new ArrayList<>();
    for (Coefficient coefficient : optimizer.coefficients()) {
      blocks.add(
          block(
              key(coefficient),
              result ->
                  Arrays.stream(result.derivative().coefficients().copyOf(coefficient))
                      .flatMapToDouble(Arrays::stream)
                      .toArray(),
              steps,
              groups));
    }
    blocks.add(block(LOG_SCALE, result -> result.derivative().initLogScale(), groups));
    blocks.add(block(L2, result -> result.derivative().l2(), groups));
    blocks.add(
        block(
            MULTIPLIER,
            result -> result.derivative().lossParameter(RunSettings.LOG_MULTIPLIERS),
            groups));
    blocks.add(
        new CaseBlock(
            WEIGHTS,
            groups(HYPERGRADIENT).stream().flatMapToDouble(Arrays::stream).toArray(),
            result ->
                result.start().stream()
                    .flatMapToDouble(adjoint -> Arrays.stream(adjoint.position().toArray()))
                    .toArray()));
    if (examples.tunesInputs()) {
      blocks.add(
          block(
              "train_x",
              result -> result.derivative().lossParameter(LossParameter.TRAINING_INPUTS),
              examples.rows("train"),
              examples.shape().features()));
    }
    return blocks;
  }

  private CaseBlock block(String name, Function<Hypergradient, double[]> actual, int... shape) {
    return new CaseBlock(name, numbers.numbers(HYPERGRADIENT + "/" + name, shape), actual);
  }
}
