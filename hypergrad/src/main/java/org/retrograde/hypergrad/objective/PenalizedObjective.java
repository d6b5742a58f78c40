package org.retrograde.hypergrad.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Adds an L2 penalty to the training loss of another objective: the sum over weights of lambda_i
 * w_i^2 (no 1/2), with one lambda a weight. The final loss has no penalty.
 *
 * <p>Derivative with respect to lambda_i of &lt;g, u&gt;: 2 w_i u_i.
 */
public final class PenalizedObjective implements Objective {

  private final Objective inner;
  private final List<Tensor> penalties = new ArrayList<>();
  private final List<Tensor> adjoints = new ArrayList<>();
  private final List<Tensor> scratch = new ArrayList<>();

  /**
   * Makes the penalized objective.
   *
   * @param penalties lambda, one row-by-row array a group
   */
  public PenalizedObjective(Device device, Objective inner, List<double[]> penalties) {
    this.inner = inner;
    for (int g = 0; g < penalties.size(); g++) {
      ParameterGroup group = inner.groups().get(g);
      Tensor penalty = device.tensor(group.rows(), group.cols());
      penalty.assign(penalties.get(g));
      this.penalties.add(penalty);
      adjoints.add(device.tensor(Precision.FLOAT64, group.rows(), group.cols()));
      scratch.add(device.tensor(group.rows(), group.cols()));
    }
  }

  @Override
  public List<ParameterGroup> groups() {
    return inner.groups();
  }

  @Override
  public List<Tensor> initialWeights(Device device) {
    return inner.initialWeights(device);
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    Linearization plain = inner.linearize(step, weights, gradient);
    Scalar loss = plain.loss();
    Scalar penalty = addPenalty(weights, gradient);
    return new PenalizedLinearization(this, plain, weights, () -> loss.value() + penalty.value());
  }

  private Scalar addPenalty(List<Tensor> weights, List<Tensor> gradient) {
    List<Scalar> terms = new ArrayList<>();
    for (int g = 0; g < penalties.size(); g++) {
      Tensor half = scratch.get(g);
      half.fill(0);
      half.addProduct(1, penalties.get(g), weights.get(g));
      terms.add(half.dot(weights.get(g)));
      gradient.get(g).addScaled(2, half);
    }
    return Scalar.sum(terms);
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    return inner.finalLoss(weights);
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    return inner.finalGradient(weights, gradient);
  }

  @Override
  public List<LossParameter> parameters() {
    return inner.parameters();
  }

  @Override
  public List<Tensor> effective(List<Tensor> weights) {
    return inner.effective(weights);
  }

  @Override
  public void archive(Archive archive) {
    inner.archive(archive);
    adjoints.forEach(archive::tensor);
  }

  @Override
  public void collect(RunSettings derivative) {
    inner.collect(derivative);
    for (int g = 0; g < adjoints.size(); g++) {
      double[] each = adjoints.get(g).toArray();
      System.arraycopy(each, 0, derivative.l2PerParameter().get(g), 0, each.length);
      double sum = 0;
      for (double entry : each) {
        sum += entry;
      }
      derivative.l2()[g] = sum;
    }
  }

  private record PenalizedLinearization(
      PenalizedObjective objective, Linearization plain, List<Tensor> weights, Scalar loss)
      implements Linearization {

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      plain.hessianProduct(direction, product, parameterWeight);
      for (int g = 0; g < product.size(); g++) {
        Tensor u = direction.get(g);
        product.get(g).addProduct(2, objective.penalties.get(g), u);
        objective.adjoints.get(g).addProduct(2 * parameterWeight, weights.get(g), u);
      }
    }

    @Override
    public OptionalLong bytesToHold() {
      return plain.bytesToHold();
    }

    @Override
    public void hold() {
      plain.hold();
    }

    @Override
    public void release() {
      plain.release();
    }
  }
}
