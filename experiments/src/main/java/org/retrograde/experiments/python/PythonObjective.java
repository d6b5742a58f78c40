package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.python.Session.Point;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A model of one width and one seed whose losses and derivatives are evaluated in Python. Whatever
 * becomes of the workers, the same bits come back.
 */
final class PythonObjective implements Objective {

  private final Workers workers;
  private final Device device;
  private final int width;
  private final long seed;
  private final List<ParameterGroup> groups;
  private final List<LossParameter> parameters;
  private final List<Tensor> adjoints;
  private @Nullable Session last;

  /**
   * Makes the objective of a run.
   *
   * @param workers that evaluate it
   * @param device where the run lives
   * @param width of the model; 0 if it has but one
   * @param seed of its start and its batches
   * @param groups of its parameters
   * @param extras arrays that enter its loss
   * @param starts what they start from, row by row. Not modified.
   */
  PythonObjective(
      Workers workers,
      Device device,
      int width,
      long seed,
      List<ParameterGroup> groups,
      List<ModelAbout.Extra> extras,
      List<double[]> starts) {
    this.workers = workers;
    this.device = device;
    this.width = width;
    this.seed = seed;
    this.groups = List.copyOf(groups);
    this.parameters = new ArrayList<>();
    this.adjoints = new ArrayList<>();
    for (int i = 0; i < extras.size(); i++) {
      ModelAbout.Extra extra = extras.get(i);
      Tensor value = device.tensor(extra.rows(), extra.cols());
      value.assign(starts.get(i));
      parameters.add(LossParameter.of(device, extra.name(), value));
      adjoints.add(device.tensor(extra.rows(), extra.cols()));
    }
  }

  private <T> T ask(Workers.Task<T> task) {
    return workers.ask(
        last,
        session -> {
          last = session;
          return task.on(session);
        });
  }

  /**
   * Returns where the loss of a step is evaluated, with the arrays that enter it as they are now.
   */
  Point point(int step, List<Tensor> weights) {
    return new Point(
        width, seed, step, weights, parameters.stream().map(LossParameter::value).toList());
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups;
  }

  @Override
  public List<LossParameter> parameters() {
    return parameters;
  }

  @Override
  public List<Tensor> initialWeights(Device device) {
    List<Tensor> weights = start();
    if (device.precision() == Precision.FLOAT64) {
      return weights;
    }
    List<Tensor> wide = tensors(Precision.FLOAT64);
    copy(weights, wide);
    return wide;
  }

  /** Returns new tensors with the start of the seed, in the precision of the model. */
  List<Tensor> start() {
    List<Tensor> weights = zeros();
    ask(
        session -> {
          session.start(width, seed, weights);
          return weights;
        });
    return weights;
  }

  /** Returns a new tensor of zeros for each parameter group, in the precision of the model. */
  List<Tensor> zeros() {
    return tensors(device.precision());
  }

  private static void copy(List<Tensor> from, List<Tensor> to) {
    for (int g = 0; g < to.size(); g++) {
      if (to.get(g) != from.get(g)) {
        to.get(g).assign(from.get(g));
      }
    }
  }

  /** Returns tensors as Python has them: adjoints may have more digits here. */
  private List<Tensor> inModelPrecision(List<Tensor> given) {
    if (given.stream().allMatch(tensor -> tensor.precision() == device.precision())) {
      return given;
    }
    List<Tensor> rounded = zeros();
    copy(given, rounded);
    return rounded;
  }

  private List<Tensor> tensors(Precision precision) {
    return groups.stream()
        .map(group -> device.tensor(precision, group.rows(), group.cols()))
        .toList();
  }

  @Override
  public Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
    return Scalar.of(ask(session -> session.gradient(point(step, weights), null, gradient)));
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    PythonLinearization around = new PythonLinearization(point(step, weights));
    around.loss = ask(session -> session.gradient(around.point, around, gradient));
    return around;
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    return judge("validation", weights).loss();
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    return ask(session -> session.last(point(0, weights), "validation", gradient))
        .path("loss")
        .asDouble();
  }

  /** Returns how the model does on a part of the data. */
  Evaluation judge(String part, List<Tensor> weights) {
    JsonNode found = ask(session -> session.last(point(0, weights), part, List.of()));
    return new Evaluation(
        found.path("rows").asInt(1), found.path("loss").asDouble(), found.path("wrong").asLong());
  }

  /** The graph that a worker keeps, or what it takes to make it again. */
  private final class PythonLinearization implements Linearization {

    private final Point point;
    private double loss;

    PythonLinearization(Point point) {
      this.point = point;
    }

    @Override
    public Scalar loss() {
      double known = loss;
      return Scalar.of(known);
    }

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      List<Tensor> along = inModelPrecision(direction);
      List<Tensor> result = inModelPrecision(product);
      ask(
          session -> {
            session.product(point, this, along, result, adjoints);
            return true;
          });
      copy(result, product);
      for (int i = 0; i < adjoints.size(); i++) {
        parameters.get(i).adjoint().addScaled(parameterWeight, adjoints.get(i));
      }
    }
  }
}
