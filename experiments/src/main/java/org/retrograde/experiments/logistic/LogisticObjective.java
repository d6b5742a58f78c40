package org.retrograde.experiments.logistic;

import java.util.List;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Logistic regression on the rows of a step; the final loss is that of all rows, above the least
 * one. Weights start at 0.
 */
final class LogisticObjective implements HostObjective {

  private final LogisticRows rows;
  private final double least;
  private final BatchPlan batches;

  LogisticObjective(LogisticRows rows, double least, BatchPlan batches) {
    this.rows = rows;
    this.least = least;
    this.batches = batches;
  }

  static List<ParameterGroup> groups(LogisticRows rows) {
    return List.of(new ParameterGroup("w", 1, rows.features()));
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups(rows);
  }

  @Override
  public double[][] initialWeights() {
    return new double[1][rows.features()];
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    return rows.loss(batches.at(step), weights[0], gradient[0]);
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    rows.hessianProduct(batches.at(step), weights[0], direction[0], product[0]);
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return rows.loss(weights[0], gradient[0]) - least;
  }
}
