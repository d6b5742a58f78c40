package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.MixedTasksObjective;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Tasks on a device: one network each, all of the same shape, whose weights are mixtures of latent
 * ones, with one matrix a layer. May be shared between threads.
 */
final class SharedTasks implements TrainingProblem {

  /** Rows that are evaluated at once. */
  private static final int PART = 500;

  private final ExperimentConfig config;
  private final TasksConfig sharing;
  private final List<TaskLoader.Task> tasks;
  private final Device device;
  private final List<String> names;
  private final List<DeviceData> training;
  private final List<List<DeviceData>> validation;
  private final List<List<DeviceData>> test;
  private final NetworkSpec spec;
  private final Optional<CheckpointPlace> checkpoints;

  /** Copies the tasks to the device. */
  SharedTasks(
      ExperimentConfig config, TasksConfig sharing, List<TaskLoader.Task> tasks, Device device) {
    this(config, sharing, tasks, device, Optional.empty());
  }

  private SharedTasks(
      ExperimentConfig config,
      TasksConfig sharing,
      List<TaskLoader.Task> tasks,
      Device device,
      Optional<CheckpointPlace> checkpoints) {
    this.config = config;
    this.checkpoints = checkpoints;
    this.sharing = sharing;
    this.tasks = List.copyOf(tasks);
    this.device = device;
    this.names = tasks.stream().map(TaskLoader.Task::name).toList();
    List<DataSplits> splits = tasks.stream().map(TaskLoader.Task::splits).toList();
    this.training = splits.stream().map(rows -> DeviceData.of(device, rows.train())).toList();
    this.validation = splits.stream().map(rows -> parts(rows.validation())).toList();
    this.test = splits.stream().map(rows -> parts(rows.test())).toList();
    List<Integer> sizes = new ArrayList<>(List.of(splits.get(0).features()));
    sizes.addAll(sharing.hidden());
    sizes.add(splits.get(0).classes());
    this.spec = NetworkSpec.of(sizes, sharing.activation(), Loss.CROSS_ENTROPY);
  }

  private List<DeviceData> parts(LabeledData data) {
    return DeviceData.parts(device, data, PART);
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
  public SharedTasks on(Device other) {
    return new SharedTasks(config, sharing, tasks, other, checkpoints);
  }

  @Override
  public SharedTasks keepingIn(CheckpointPlace place) {
    return new SharedTasks(config, sharing, tasks, device, Optional.of(place));
  }

  @Override
  public Optional<CheckpointPlace> checkpoints() {
    return checkpoints;
  }

  @Override
  public Map<String, String> dataHashes() {
    return TaskLoader.hashes(tasks);
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return objective(0).groups();
  }

  /** Returns the names of the matrices, one a layer. */
  private List<String> matrices() {
    return IntStream.rangeClosed(1, spec.layout().layers())
        .mapToObj(layer -> "layer " + layer)
        .toList();
  }

  @Override
  public Map<String, double[]> lossParameters() {
    return matrices(SharingArm.START);
  }

  private Map<String, double[]> matrices(SharingArm arm) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int layer = 0; layer < spec.layout().layers(); layer++) {
      boolean last = layer == spec.layout().layers() - 1;
      values.put(
          matrices().get(layer), arm.matrix(names.size(), last, sharing.own(), sharing.others()));
    }
    return values;
  }

  @Override
  public Map<String, RunSettings> references(RunSettings start) {
    Map<String, RunSettings> references = new LinkedHashMap<>();
    for (SharingArm arm :
        List.of(SharingArm.SEPARATE, SharingArm.SHARED, SharingArm.HIDDEN_SHARED)) {
      RunSettings settings = start.copy();
      matrices(arm).forEach(settings::setLossParameter);
      references.put(arm.label(), settings);
    }
    return references;
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    return new TrainingRun(device, objective(seed), optimizer(), effective, options(width, seed));
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
            BatchPlans.inOrder(rows, config.training().steps(), rows),
            validation.get(task),
            false));
  }

  @Override
  public List<String> parts() {
    return names;
  }

  /** Evaluates the test rows of a task. */
  @Override
  public Evaluation judge(String part, TrainingRun run, Trained trained) {
    int task = names.indexOf(part);
    int count = spec.groups().size();
    return task(task, 0)
        .evaluate(
            test.get(task), trained.effectiveWeights().subList(task * count, (task + 1) * count));
  }
}
