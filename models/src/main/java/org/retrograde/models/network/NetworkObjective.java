package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.reversible.device.Coins;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The objective of training a network on minibatches and judging it on other examples.
 *
 * <p>Parameter groups are those of the network's layout. Its loss parameters are the training
 * inputs, if they are tuned, and the weights of examples, if they have any: with w_i that of row i,
 * times a constant of the row if it has one, a step descends the mean over its batch of w_i times
 * the loss of row i. What a network is judged by is never weighted.
 */
public final class NetworkObjective implements Objective {

  private final Device device;
  private final NetworkProblem problem;
  private final Network network;
  private final List<ParameterGroup> groups;
  private final DeviceBatches batches;
  private final List<DeviceData> slices;
  private final Tensor batchInputs;
  private final Tensor batchTargets;
  private final List<Tensor> partGradient = new ArrayList<>();
  private final @Nullable LossParameter inputs;
  private final @Nullable Tensor inputProduct;
  private final Optional<BatchWeights> weights;
  private int gathered = -1;

  /**
   * Makes an objective with scratch tensors of its own, and the row numbers of the first batches on
   * the device.
   *
   * @param problem its data may be shared with other objectives
   */
  public NetworkObjective(Device device, NetworkProblem problem) {
    this.device = device;
    this.problem = problem;
    this.network = new Network(device, problem.spec(), problem.tunesInputs());
    this.groups = problem.spec().groups();
    int rows = problem.batches().size();
    Tensor training = problem.training().inputs();
    this.batches = new DeviceBatches(device, problem.batches());
    this.slices =
        problem.batches() instanceof OrderedBatches && !needsGathering(problem)
            ? problem.training().slices(device, rows)
            : List.of();
    this.batchInputs = device.tensor(rows, training.cols());
    this.batchTargets = device.tensor(rows, problem.training().targets().cols());
    for (ParameterGroup group : groups) {
      partGradient.add(device.tensor(group.rows(), group.cols()));
    }
    if (problem.tunesInputs()) {
      Tensor own = device.tensor(training.rows(), training.cols());
      own.assign(training);
      inputs = LossParameter.of(device, LossParameter.TRAINING_INPUTS, own);
      inputProduct = device.tensor(rows, training.cols());
    } else {
      inputs = null;
      inputProduct = null;
    }
    this.weights = BatchWeights.of(device, problem);
  }

  private static boolean needsGathering(NetworkProblem problem) {
    return problem.tunesInputs() || problem.weighsRows();
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups;
  }

  @Override
  public List<Tensor> initialWeights(Device of) {
    if (of != device) {
      throw new IllegalArgumentException("this objective is bound to another device");
    }
    return problem.initialWeights();
  }

  @Override
  public List<LossParameter> parameters() {
    return Stream.concat(
            Stream.ofNullable(inputs), weights.flatMap(BatchWeights::examples).stream())
        .toList();
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    return new AtBatch(
        this,
        step,
        network.differentiate(
            batch(step),
            this.weights.map(BatchWeights::factors).orElse(null),
            weights,
            gradient,
            OptionalLong.of(Coins.bits(problem.seed(), step))));
  }

  private record AtBatch(NetworkObjective objective, int step, Network.Point point)
      implements Linearization {

    @Override
    public Scalar loss() {
      return point.derivatives().loss();
    }

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      objective.gatherAgain(step);
      point.hessianProduct(
          direction,
          product,
          objective.inputProduct,
          objective.weights.flatMap(BatchWeights::product).orElse(null));
      objective.addDerivatives(step, parameterWeight);
    }

    @Override
    public OptionalLong bytesToHold() {
      return OptionalLong.of(point.derivatives().bytes());
    }

    @Override
    public void hold() {
      point.derivatives().hold();
    }

    @Override
    public void release() {
      point.derivatives().release();
    }
  }

  /** Adds what rows of a batch gave to the adjoints of parameters with a row for each example. */
  private void addDerivatives(int step, double factor) {
    if (inputs != null && inputProduct != null) {
      inputs.adjoint().addToRows(factor, inputProduct, batches.at(step));
    }
    weights.ifPresent(present -> present.addDerivative(batches.at(step), factor));
  }

  private DeviceData batch(int step) {
    if (problem.batches() instanceof OrderedBatches ordered && !slices.isEmpty()) {
      return slices.get(ordered.slice(step));
    }
    gatherInputs(step);
    batchTargets.assignRows(problem.training().targets(), batches.at(step));
    return new DeviceData(batchInputs, batchTargets, problem.training().classes());
  }

  private void gatherInputs(int step) {
    Tensor source = inputs == null ? problem.training().inputs() : inputs.value();
    batchInputs.assignRows(source, batches.at(step));
    weights.ifPresent(present -> present.gather(batches.at(step)));
    gathered = step;
  }

  /** Brings the inputs of a step back where those of another have been gathered since. */
  private void gatherAgain(int step) {
    if (slices.isEmpty() && gathered != step) {
      gatherInputs(step);
    }
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    return evaluate(problem.judging(), weights).loss();
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    int rows = problem.judging().stream().mapToInt(DeviceData::rows).sum();
    gradient.forEach(tensor -> tensor.fill(0));
    List<Scalar> losses = new ArrayList<>();
    for (DeviceData part : problem.judging()) {
      double share = (double) part.rows() / rows;
      Scalar loss =
          network
              .differentiate(part, weights, partGradient, OptionalLong.empty())
              .derivatives()
              .loss();
      losses.add(() -> share * loss.value());
      for (int g = 0; g < gradient.size(); g++) {
        gradient.get(g).addScaled(share, partGradient.get(g));
      }
    }
    return Scalar.sum(losses).value();
  }

  /**
   * Returns the training examples if their inputs are tuned, as one part: those of the settings of
   * the last run of this objective.
   */
  public Optional<List<DeviceData>> tunedTraining() {
    return Optional.ofNullable(inputs)
        .map(
            tuned ->
                List.of(
                    new DeviceData(
                        tuned.value(),
                        problem.training().targets(),
                        problem.training().classes())));
  }

  /**
   * Evaluates any examples, for instance the test set.
   *
   * @param parts at least one
   */
  public Evaluation evaluate(List<DeviceData> parts, List<Tensor> weights) {
    return parts.stream()
        .map(part -> network.evaluate(part, weights))
        .reduce(Evaluation::plus)
        .orElseThrow(() -> new IllegalArgumentException("there are no examples to evaluate"));
  }

  /**
   * Returns what the probes of the network see.
   *
   * @param data any examples
   * @param weights multipliers included where a run tunes them
   * @return one new array a probe, row by row, shape [rows, units]; the last is of the outputs
   */
  public List<double[]> probe(DeviceData data, List<Tensor> weights) {
    return network.probe(data, weights);
  }
}
