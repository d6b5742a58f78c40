package org.retrograde.hypergrad.gradient;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * An objective whose results are spoiled on purpose.
 *
 * @param inner what it would be
 * @param loss added to the training loss
 * @param onGradient changes training gradients
 * @param onProduct changes Hessian products
 * @param calls training gradients so far
 */
record TamperedObjective(
    HostObjective inner,
    double loss,
    Tampering onGradient,
    Tampering onProduct,
    AtomicInteger calls)
    implements HostObjective {

  /** A change of a result; [group][element]. */
  @FunctionalInterface
  interface Tampering {
    Tampering NONE = (call, step, result) -> {};

    void change(int call, int step, double[][] result);
  }

  static TamperedObjective gradients(HostObjective inner, Tampering onGradient) {
    return new TamperedObjective(inner, 0, onGradient, Tampering.NONE, new AtomicInteger());
  }

  static TamperedObjective loss(HostObjective inner, double added) {
    return new TamperedObjective(inner, added, Tampering.NONE, Tampering.NONE, new AtomicInteger());
  }

  static TamperedObjective products(HostObjective inner, Tampering onProduct) {
    return new TamperedObjective(inner, 0, Tampering.NONE, onProduct, new AtomicInteger());
  }

  @Override
  public List<ParameterGroup> groups() {
    return inner.groups();
  }

  @Override
  public double[][] initialWeights() {
    return inner.initialWeights();
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    double value = inner.gradient(step, weights, gradient) + loss;
    onGradient.change(calls.getAndIncrement(), step, gradient);
    return value;
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    inner.hessianProduct(step, weights, direction, product);
    onProduct.change(calls.get(), step, product);
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return inner.finalGradient(weights, gradient);
  }
}
