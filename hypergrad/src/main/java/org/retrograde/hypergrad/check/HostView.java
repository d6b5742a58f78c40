package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;

/** An objective as a function of host arrays, one a parameter group. */
final class HostView {

  private final Objective objective;
  private final List<Tensor> weights;
  private final List<Tensor> direction;
  private final List<Tensor> result;

  /** Views the objective of a run with the run's loss parameters, multipliers and penalty. */
  HostView(TrainingRun run) {
    this.objective = run.preparedObjective();
    this.weights = tensors(run);
    this.direction = tensors(run);
    this.result = tensors(run);
  }

  private List<Tensor> tensors(TrainingRun run) {
    return objective.groups().stream()
        .map(group -> run.device().tensor(group.rows(), group.cols()))
        .toList();
  }

  /** A loss and its gradient. */
  record Slope(double loss, List<double[]> gradient) {}

  Slope slope(int step, List<double[]> at) {
    assign(weights, at);
    double loss = objective.linearize(step, weights, result).loss().value();
    return new Slope(loss, arrays(result));
  }

  Slope finalSlope(List<double[]> at) {
    assign(weights, at);
    double loss = objective.finalGradient(weights, result);
    return new Slope(loss, arrays(result));
  }

  double finalLoss(List<double[]> at) {
    assign(weights, at);
    return objective.finalLoss(weights);
  }

  /** Returns H u, and adds d/dtheta of g'u to the objective's adjoints. */
  List<double[]> product(int step, List<double[]> at, List<double[]> u) {
    assign(weights, at);
    assign(direction, u);
    Linearization there = objective.linearize(step, weights, result);
    there.hessianProduct(direction, result, 1);
    return arrays(result);
  }

  Objective objective() {
    return objective;
  }

  private static void assign(List<Tensor> tensors, List<double[]> arrays) {
    for (int g = 0; g < tensors.size(); g++) {
      tensors.get(g).assign(arrays.get(g));
    }
  }

  private static List<double[]> arrays(List<Tensor> tensors) {
    List<double[]> arrays = new ArrayList<>();
    tensors.forEach(tensor -> arrays.add(tensor.toArray()));
    return arrays;
  }
}
