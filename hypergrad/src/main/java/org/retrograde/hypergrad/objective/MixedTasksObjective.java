package org.retrograde.hypergrad.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Deferred;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Trains K objectives at once whose weights are mixtures of K sets of latent weights z: w_k = sum
 * over j of A_kj z_j, with one [K, K] matrix A for each set of parameter groups, such as those of a
 * layer. What is trained is z; the matrices are {@linkplain #parameters loss parameters}, so that
 * how much the tasks share can be tuned. The identity, from which A starts, shares nothing; where
 * all rows are alike the tasks have one network.
 *
 * <p>The training loss is the sum of the tasks' losses, so that with A = 1 every task trains as it
 * does alone; the final loss is their mean.
 *
 * <p>With g_k the gradient of task k at w_k and H_k its Hessian, the gradient with respect to z_j
 * is sum_k A_kj g_k. A direction u moves w_k by d_k = sum_j A_kj u_j, and H u is sum_k A_kj H_k
 * d_k. Since &lt;gradient, u&gt; = sum_k &lt;g_k, d_k&gt;, its derivative with respect to A_kj is
 * &lt;g_k, u_j&gt; + &lt;H_k d_k, z_j&gt;; that of the final loss is &lt;its gradient at w_k,
 * z_j&gt;.
 *
 * <p>Cost beside the tasks themselves: with P parameters a task, K^2 P multiplications to mix and
 * as many to pull a gradient back, six times K^2 P for a Hessian product with its derivatives;
 * entries of A that are 0 cost nothing in mixtures. Memory: mixed weights and gradients of every
 * task.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>, section
 *     3.5
 */
public final class MixedTasksObjective implements Objective {

  private final List<Objective> tasks;
  private final List<ParameterGroup> shapes;
  private final List<ParameterGroup> groups = new ArrayList<>();
  private final List<Mixing> mixings;
  private final List<LossParameter> matrixParameters;
  private final List<List<Tensor>> mixed = new ArrayList<>();
  private final GradientPlaces taskGradients;
  private final List<Tensor> taskDirection;
  private final List<Tensor> taskProduct;
  private final Deferred late = new Deferred();

  /**
   * Makes the objective; parameter group g of task k is called {@code "task k: g"}, k from 1, and
   * so are the tasks' own loss parameters.
   *
   * @param device that the tasks are bound to
   * @param tasks at least one, all with the same parameter groups; none may be used elsewhere at
   *     the same time
   * @param matrices the name of each parameter group's matrix: groups with the same name share one
   * @throws IllegalArgumentException if the tasks' groups differ, or the names are not as many
   */
  public MixedTasksObjective(
      Device device, List<? extends Objective> tasks, List<String> matrices) {
    this.tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one task, got none");
    }
    this.shapes = tasks.get(0).groups();
    requireFitting(matrices);
    for (int k = 0; k < tasks.size(); k++) {
      for (ParameterGroup shape : shapes) {
        groups.add(shape.named(name(k, shape.name())));
      }
      mixed.add(tensors(device));
    }
    this.taskGradients = new GradientPlaces(device, groups);
    this.taskDirection = tensors(device);
    this.taskProduct = tensors(device);
    Map<String, Mixing> byName = new LinkedHashMap<>();
    matrices.forEach(
        name -> byName.computeIfAbsent(name, key -> new Mixing(device, key, tasks.size())));
    this.matrixParameters = byName.values().stream().map(mixing -> mixing.parameter).toList();
    this.mixings = matrices.stream().map(byName::get).toList();
  }

  private void requireFitting(List<String> matrices) {
    for (int k = 1; k < tasks.size(); k++) {
      if (!tasks.get(k).groups().equals(shapes)) {
        throw new IllegalArgumentException(
            "all tasks must have the parameter groups of the first, %s; task %d has %s"
                .formatted(shapes, k + 1, tasks.get(k).groups()));
      }
    }
    if (matrices.size() != shapes.size()) {
      throw new IllegalArgumentException(
          "%d parameter groups need as many names of matrices, got %s"
              .formatted(shapes.size(), matrices));
    }
  }

  private static String name(int task, String own) {
    return "task " + (task + 1) + ": " + own;
  }

  private List<Tensor> tensors(Device device) {
    return shapes.stream().map(shape -> device.tensor(shape.rows(), shape.cols())).toList();
  }

  /** Returns the latent groups, task by task. */
  @Override
  public List<ParameterGroup> groups() {
    return List.copyOf(groups);
  }

  @Override
  public List<Tensor> initialWeights(Device device) {
    return tasks.stream().flatMap(task -> task.initialWeights(device).stream()).toList();
  }

  /**
   * Returns the loss parameters of the tasks, then the matrices, [K, K] row by row. What a Hessian
   * product adds to the adjoints of matrices may be seen there only after the next call of this
   * method, which {@link #collect} makes.
   */
  @Override
  public List<LossParameter> parameters() {
    late.run();
    List<LossParameter> all = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      for (LossParameter own : tasks.get(k).parameters()) {
        all.add(new LossParameter(name(k, own.name()), own.value(), own.adjoint()));
      }
    }
    all.addAll(matrixParameters);
    return List.copyOf(all);
  }

  @Override
  public void archive(Archive archive) {
    late.run();
    tasks.forEach(task -> task.archive(archive));
    matrixParameters.forEach(matrix -> archive.tensor(matrix.adjoint()));
  }

  /** Returns the weights that each task sees, task by task; valid until the next use. */
  @Override
  public List<Tensor> effective(List<Tensor> weights) {
    mix(weights);
    List<Tensor> all = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      all.addAll(tasks.get(k).effective(mixed.get(k)));
    }
    return all;
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    mix(weights);
    List<Linearization> parts = new ArrayList<>();
    List<Tensor> own = taskGradients.next();
    for (int k = 0; k < tasks.size(); k++) {
      parts.add(tasks.get(k).linearize(step, mixed.get(k), ofTask(k, own)));
    }
    pullBackGradients(1, own, gradient);
    return new MixedLinearization(this, parts, weights, own);
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    mix(weights);
    double loss = 0;
    for (int k = 0; k < tasks.size(); k++) {
      loss += tasks.get(k).finalLoss(mixed.get(k));
    }
    return loss / tasks.size();
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    mix(weights);
    double loss = 0;
    List<Tensor> own = taskGradients.next();
    for (int k = 0; k < tasks.size(); k++) {
      loss += tasks.get(k).finalGradient(mixed.get(k), ofTask(k, own));
    }
    double share = 1.0 / tasks.size();
    pullBackGradients(share, own, gradient);
    for (int k = 0; k < tasks.size(); k++) {
      addMatrixAdjoints(share, k, ofTask(k, own), weights);
    }
    late.add(() -> mixings.forEach(Mixing::flush));
    return share * loss;
  }

  /** w_k = sum_j A_kj z_j for all tasks. */
  private void mix(List<Tensor> latent) {
    mixings.forEach(Mixing::read);
    for (int k = 0; k < tasks.size(); k++) {
      mixTask(k, latent, mixed.get(k));
    }
  }

  private void mixTask(int task, List<Tensor> latent, List<Tensor> target) {
    for (int g = 0; g < shapes.size(); g++) {
      target.get(g).fill(0);
      for (int j = 0; j < tasks.size(); j++) {
        double weight = mixings.get(g).at(task, j);
        if (weight != 0) {
          target.get(g).addScaled(weight, latent.get(place(j, g)));
        }
      }
    }
  }

  private void pullBackGradients(double scale, List<Tensor> own, List<Tensor> gradient) {
    gradient.forEach(tensor -> tensor.fill(0));
    for (int k = 0; k < tasks.size(); k++) {
      addPulledBack(scale, k, ofTask(k, own), gradient);
    }
  }

  /** Returns what is of one task, of tensors of all. */
  private List<Tensor> ofTask(int task, List<Tensor> all) {
    return all.subList(place(task, 0), place(task + 1, 0));
  }

  /** Adds scale * A_kj times what is of task k to the latent tensors of every j. */
  private void addPulledBack(double scale, int task, List<Tensor> own, List<Tensor> latent) {
    for (int g = 0; g < shapes.size(); g++) {
      for (int j = 0; j < tasks.size(); j++) {
        double weight = mixings.get(g).at(task, j);
        if (weight != 0) {
          latent.get(place(j, g)).addScaled(scale * weight, own.get(g));
        }
      }
    }
  }

  /** Adds scale * &lt;what is of task k, latent tensor of j&gt; to the gain of A_kj, later. */
  private void addMatrixAdjoints(double scale, int task, List<Tensor> own, List<Tensor> latent) {
    for (int g = 0; g < shapes.size(); g++) {
      for (int j = 0; j < tasks.size(); j++) {
        Mixing mixing = mixings.get(g);
        int col = j;
        Scalar product = own.get(g).dot(latent.get(place(j, g)));
        late.add(() -> mixing.add(task, col, scale * product.value()));
      }
    }
  }

  private int place(int task, int group) {
    return task * shapes.size() + group;
  }

  /** One matrix A: the loss parameter, its entries as last read, and what its adjoint gains. */
  private static final class Mixing {

    private final int size;
    private final LossParameter parameter;
    private final Tensor gain;
    private final double[] gains;
    private double[] entries;

    Mixing(Device device, String name, int size) {
      this.size = size;
      this.parameter = LossParameter.of(device, name, device.tensor(size, size));
      this.gain = device.tensor(Precision.FLOAT64, size, size);
      this.gains = new double[size * size];
      this.entries = new double[size * size];
      for (int k = 0; k < size; k++) {
        entries[k * size + k] = 1;
      }
      parameter.value().assign(entries);
    }

    void read() {
      entries = parameter.value().toArray();
    }

    double at(int row, int col) {
      return entries[row * size + col];
    }

    void add(int row, int col, double gained) {
      gains[row * size + col] += gained;
    }

    /** Hands what was gained to the adjoint. Does nothing where nothing was, as if asked twice. */
    void flush() {
      gain.assign(gains);
      parameter.adjoint().addScaled(1, gain);
      Arrays.fill(gains, 0);
    }
  }

  private static final class MixedLinearization implements Linearization {

    private final MixedTasksObjective objective;
    private final List<Linearization> parts;
    private final List<Tensor> weights;
    private final List<Tensor> taskGradients;
    private final Scalar loss;
    private boolean isHeld;

    MixedLinearization(
        MixedTasksObjective objective,
        List<Linearization> parts,
        List<Tensor> weights,
        List<Tensor> taskGradients) {
      this.objective = objective;
      this.parts = parts;
      this.weights = weights;
      this.taskGradients = taskGradients;
      this.loss = Scalar.sum(parts.stream().map(Linearization::loss).toList());
    }

    @Override
    public Scalar loss() {
      return loss;
    }

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      objective.late.run();
      if (isHeld) {
        objective.mix(weights);
      }
      product.forEach(tensor -> tensor.fill(0));
      for (int k = 0; k < parts.size(); k++) {
        objective.mixTask(k, direction, objective.taskDirection);
        parts
            .get(k)
            .hessianProduct(objective.taskDirection, objective.taskProduct, parameterWeight);
        objective.addPulledBack(1, k, objective.taskProduct, product);
        objective.addMatrixAdjoints(
            parameterWeight, k, objective.ofTask(k, taskGradients), direction);
        objective.addMatrixAdjoints(parameterWeight, k, objective.taskProduct, weights);
      }
      objective.late.add(() -> objective.mixings.forEach(Mixing::flush));
    }

    @Override
    public OptionalLong bytesToHold() {
      long bytes = objective.taskGradients.bytes();
      for (Linearization part : parts) {
        OptionalLong own = part.bytesToHold();
        if (own.isEmpty()) {
          return own;
        }
        bytes += own.getAsLong();
      }
      return OptionalLong.of(bytes);
    }

    @Override
    public void hold() {
      parts.forEach(Linearization::hold);
      objective.taskGradients.take();
      isHeld = true;
    }

    @Override
    public void release() {
      if (isHeld) {
        parts.forEach(Linearization::release);
        objective.taskGradients.giveBack(taskGradients);
        isHeld = false;
      }
    }
  }
}
