package org.retrograde.experiments.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.TasksStudy;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.ArrayHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.hypergrad.objective.MixedTasksObjective;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.Evaluation;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The tasks of a study on a device: one network each, all of the same shape, whose weights are
 * mixtures of latent ones, with one matrix a layer. May be shared between threads.
 */
public final class SharedTasks implements RunObjective.Problem {

  /** Rows that are evaluated at once. */
  private static final int PART = 500;

  private final TasksStudy study;
  private final Device device;
  private final TrainingOptions options;
  private final List<String> names;
  private final List<DeviceData> training;
  private final List<List<DeviceData>> validation;
  private final List<List<DeviceData>> test;
  private final NetworkSpec spec;

  /**
   * Copies the tasks to the device.
   *
   * @param options of each run
   */
  public SharedTasks(
      TasksStudy study, Device device, List<TaskLoader.Task> tasks, TrainingOptions options) {
    this.study = study;
    this.device = device;
    this.options = options;
    this.names = tasks.stream().map(TaskLoader.Task::name).toList();
    List<DataSplits> splits = tasks.stream().map(TaskLoader.Task::splits).toList();
    this.training = splits.stream().map(rows -> DeviceData.of(device, rows.train())).toList();
    this.validation = splits.stream().map(rows -> parts(rows.validation())).toList();
    this.test = splits.stream().map(rows -> parts(rows.test())).toList();
    List<Integer> sizes = new ArrayList<>(List.of(splits.get(0).features()));
    sizes.addAll(study.hidden());
    sizes.add(splits.get(0).classes());
    this.spec = NetworkSpec.of(sizes, study.activation(), Loss.CROSS_ENTROPY);
  }

  private List<DeviceData> parts(LabeledData data) {
    return DeviceData.parts(device, data, PART);
  }

  /** Returns the device. */
  public Device device() {
    return device;
  }

  /** Returns the names of the tasks. */
  public List<String> names() {
    return names;
  }

  /** Returns the names of the matrices, one a layer. */
  public List<String> matrices() {
    return IntStream.rangeClosed(1, spec.layout().layers())
        .mapToObj(layer -> "layer " + layer)
        .toList();
  }

  /** Returns the settings of an arm: what the study says, with some matrix for each layer. */
  public RunSettings settings(SharingArm arm) {
    RunSettings settings = new RunSettings(study.steps(), groups());
    settings.coefficients().fill(Coefficient.LEARNING_RATE, study.learningRate());
    settings.coefficients().fill(Coefficient.MOMENTUM, study.momentum());
    Arrays.fill(settings.initLogScale(), Math.log(study.initScale()));
    Arrays.fill(settings.l2(), study.l2());
    int layers = spec.layout().layers();
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      settings.setLossParameter(
          matrices().get(layer), arm.matrix(names.size(), last, study.own(), study.others()));
    }
    return settings;
  }

  private List<ParameterGroup> groups() {
    return objective(0).groups();
  }

  /** Returns the space of the matrices, around the study's start. */
  public HyperparameterSpace space() {
    int size = names.size() * names.size();
    List<Hyperparameter> hyperparameters =
        matrices().stream()
            .<Hyperparameter>map(name -> ArrayHyperparameter.lossParameter(name, size))
            .toList();
    return new HyperparameterSpace(settings(SharingArm.START), hyperparameters);
  }

  /**
   * Makes one run.
   *
   * @param seed of the latent weights at the start
   */
  @Override
  public TrainingRun run(RunSettings settings, long seed) {
    return new TrainingRun(
        device, objective(seed), new Momentum(MomentumForm.PAPER), settings, options);
  }

  private MixedTasksObjective objective(long seed) {
    List<NetworkObjective> tasks =
        IntStream.range(0, names.size()).mapToObj(task -> task(task, seed)).toList();
    List<String> matrixOfGroup =
        spec.layout().parameters().stream().map(p -> matrices().get(p.layer())).toList();
    return new MixedTasksObjective(device, tasks, matrixOfGroup);
  }

  private NetworkObjective task(int task, long seed) {
    RandomGenerator random = new Well19937c(Seeds.of(seed, "init", task));
    List<Tensor> drawn = new ArrayList<>();
    for (ParameterGroup group : spec.groups()) {
      Tensor normal = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
      normal.assign(random::nextGaussian);
      drawn.add(normal);
    }
    int rows = training.get(task).rows();
    return new NetworkObjective(
        device,
        new NetworkProblem(
            spec,
            drawn,
            training.get(task),
            BatchPlan.inOrder(rows, study.steps(), rows),
            validation.get(task),
            false));
  }

  /** Trains an arm and evaluates every task on its test rows. */
  public List<Evaluation> test(RunSettings settings, long seed) {
    Trained trained = run(settings, seed).train();
    List<Tensor> weights = trained.effectiveWeights();
    int count = spec.groups().size();
    List<Evaluation> evaluations = new ArrayList<>();
    for (int task = 0; task < names.size(); task++) {
      evaluations.add(
          task(task, seed)
              .evaluate(test.get(task), weights.subList(task * count, (task + 1) * count)));
    }
    return evaluations;
  }
}
