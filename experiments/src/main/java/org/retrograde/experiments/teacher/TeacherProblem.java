package org.retrograde.experiments.teacher;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Learns the numbers of a teacher: y = sum_k b_k tanh(&lt;a_k, x&gt;), with a_k and x of
 * independent normal entries such that &lt;a_k, x&gt; has variance 1, and b_k of variance 1 / K.
 * Rows and teacher come from the experiment's seed, starts and batches from the run's; weights
 * start normal with 1 / sqrt(fan-in), biases at 0. The loss is the mean squared error, and the
 * final one that of all rows.
 *
 * @param data the rows
 * @param batch how many of them a step takes
 */
public record TeacherProblem(
    ExperimentConfig config, TeacherConfig settings, Device device, DeviceData data, int batch)
    implements TrainingProblem {

  /** Returns the same problem with another number of rows in a step, at most all. */
  public TeacherProblem withBatch(int other) {
    return new TeacherProblem(config, settings, device, data, other);
  }

  /** Returns the number of rows. */
  public int rows() {
    return settings.rows();
  }

  @Override
  public String description() {
    return TrainingProblem.super.description() + " batch " + batch;
  }

  @Override
  public boolean isOfConfig() {
    return batch == config.training().batch();
  }

  static TeacherProblem of(ExperimentConfig config, TeacherConfig settings, Device device) {
    RandomGenerator random = new Well19937c(Seeds.of(config.seed(), "teacher", 0));
    double[][] first = normal(random, settings.teacherHidden(), settings.inputs());
    double[] second = normal(random, 1, settings.teacherHidden())[0];
    double[] inputs = new double[Math.multiplyExact(settings.rows(), settings.inputs())];
    double[] targets = new double[settings.rows()];
    for (int i = 0; i < targets.length; i++) {
      double[] row = new double[settings.inputs()];
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
      }
      System.arraycopy(row, 0, inputs, i * row.length, row.length);
      for (int k = 0; k < second.length; k++) {
        targets[i] += second[k] * StrictMath.tanh(dot(first[k], row));
      }
    }
    Tensor x = device.tensor(settings.rows(), settings.inputs());
    x.assign(inputs);
    Tensor y = device.tensor(settings.rows(), 1);
    y.assign(targets);
    int batch = config.training().batch();
    return new TeacherProblem(config, settings, device, new DeviceData(x, y), batch);
  }

  /** Returns rows of normal numbers, of variance 1 / columns. */
  private static double[][] normal(RandomGenerator random, int rows, int cols) {
    return IntStream.range(0, rows)
        .mapToObj(
            i ->
                IntStream.range(0, cols)
                    .mapToDouble(j -> random.nextGaussian() / Math.sqrt(cols))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private NetworkSpec spec() {
    return NetworkSpec.of(
        List.of(settings.inputs(), settings.hidden(), 1), Nonlinearity.TANH, Loss.SQUARED_ERROR);
  }

  @Override
  public TrainingProblem on(Device other) {
    return of(config, settings, other).withBatch(batch);
  }

  @Override
  public Map<String, String> dataHashes() {
    return Map.of();
  }

  @Override
  public List<ParameterGroup> groups(int width) {
    return spec().groups();
  }

  @Override
  public TrainingRun run(RunSettings effective, int width, long seed) {
    int steps = effective.coefficients().steps();
    BatchPlan batches =
        BatchPlans.epochs(Seeds.of(seed, "batches", 0), settings.rows(), steps, batch);
    NetworkProblem problem =
        new NetworkProblem(spec(), start(seed), data, batches, List.of(data), false);
    return new TrainingRun(
        device,
        new NetworkObjective(device, problem),
        optimizer(),
        effective,
        options(width, seed));
  }

  private List<Tensor> start(long seed) {
    RandomGenerator random = new Well19937c(Seeds.of(seed, "init", 0));
    return spec().layout().parameters().stream()
        .map(
            parameter -> {
              ParameterGroup group = parameter.group();
              Tensor tensor = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
              if (parameter.role().isWeight()) {
                double deviation = 1 / Math.sqrt(parameter.fanIn());
                tensor.assign(() -> deviation * random.nextGaussian());
              }
              return tensor;
            })
        .toList();
  }

  @Override
  public List<String> parts() {
    return List.of("training");
  }

  @Override
  public Evaluation judge(String part, TrainingRun run, Trained trained) {
    return ((NetworkObjective) run.objective()).evaluate(List.of(data), trained.effectiveWeights());
  }
}
