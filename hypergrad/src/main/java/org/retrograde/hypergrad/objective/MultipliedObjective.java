package org.retrograde.hypergrad.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Deferred;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Shows another objective alpha_g w_g in place of the weights w_g of each parameter group g.
 *
 * <p>With D = diag(alpha), the gradient is D times the inner one at D w, and the Hessian D H D. As
 * alpha_g only scales w_g, the derivative of &lt;g, u&gt; with respect to log alpha_g is &lt;g_g,
 * u_g&gt; + &lt;w_g, (H u)_g&gt;, and that of the final loss has &lt;w_g, its gradient&gt; besides.
 * So any objective has multipliers, at the cost of a copy of weights, gradient and direction.
 */
public final class MultipliedObjective implements Objective {

  private final Objective inner;
  private final double[] multipliers;
  private final double[] adjoints;
  private final Deferred late = new Deferred();
  private final List<Tensor> multiplied = new ArrayList<>();
  private final GradientPlaces ownGradients;
  private final List<Tensor> scaledDirection = new ArrayList<>();

  /**
   * Makes the objective.
   *
   * @param logMultipliers log alpha, one a parameter group
   */
  public MultipliedObjective(Device device, Objective inner, double[] logMultipliers) {
    if (logMultipliers.length != inner.groups().size()) {
      throw new IllegalArgumentException(
          "%d parameter groups need as many multipliers, got %d"
              .formatted(inner.groups().size(), logMultipliers.length));
    }
    this.inner = inner;
    this.multipliers = Arrays.stream(logMultipliers).map(Math::exp).toArray();
    this.adjoints = new double[multipliers.length];
    this.ownGradients = new GradientPlaces(device, inner.groups());
    for (ParameterGroup group : inner.groups()) {
      multiplied.add(device.tensor(group.rows(), group.cols()));
      scaledDirection.add(device.tensor(group.rows(), group.cols()));
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

  /** Returns alpha w, valid until this objective is used again. */
  @Override
  public List<Tensor> effective(List<Tensor> weights) {
    assignMultiplied(multiplied, weights);
    return inner.effective(multiplied);
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    assignMultiplied(multiplied, weights);
    Linearization plain = inner.linearize(step, multiplied, gradient);
    multiply(gradient);
    List<Tensor> own = ownGradients.next();
    for (int g = 0; g < multipliers.length; g++) {
      // A copy: a clip or a penalty changes the other.
      own.get(g).assign(gradient.get(g));
    }
    return new MultipliedLinearization(this, plain, weights, own);
  }

  private void assignMultiplied(List<Tensor> targets, List<Tensor> sources) {
    for (int g = 0; g < multipliers.length; g++) {
      targets.get(g).assignScaled(multipliers[g], sources.get(g));
    }
  }

  private void multiply(List<Tensor> tensors) {
    for (int g = 0; g < multipliers.length; g++) {
      tensors.get(g).scale(multipliers[g]);
    }
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    assignMultiplied(multiplied, weights);
    return inner.finalLoss(multiplied);
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    assignMultiplied(multiplied, weights);
    double loss = inner.finalGradient(multiplied, gradient);
    multiply(gradient);
    for (int g = 0; g < multipliers.length; g++) {
      addLater(g, 1, List.of(weights.get(g).dot(gradient.get(g))));
    }
    return loss;
  }

  /**
   * Adds numbers to the derivative of a multiplier when the next ones come, or at the end: the
   * device has been waited for by then.
   */
  private void addLater(int group, double weight, List<Scalar> terms) {
    Scalar sum = Scalar.sum(terms);
    late.add(() -> adjoints[group] += weight * sum.value());
  }

  @Override
  public List<LossParameter> parameters() {
    return inner.parameters();
  }

  @Override
  public void archive(Archive archive) {
    inner.archive(archive);
    late.run();
    archive.doubles(adjoints);
  }

  @Override
  public void collect(RunSettings derivative) {
    inner.collect(derivative);
    late.run();
    derivative.setLossParameter(RunSettings.LOG_MULTIPLIERS, adjoints.clone());
  }

  private static final class MultipliedLinearization implements Linearization {

    private final MultipliedObjective objective;
    private final Linearization plain;
    private final List<Tensor> weights;
    private final List<Tensor> ownGradient;
    private boolean isHeld;

    MultipliedLinearization(
        MultipliedObjective objective,
        Linearization plain,
        List<Tensor> weights,
        List<Tensor> ownGradient) {
      this.objective = objective;
      this.plain = plain;
      this.weights = weights;
      this.ownGradient = ownGradient;
    }

    @Override
    public Scalar loss() {
      return plain.loss();
    }

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      objective.late.run();
      if (isHeld) {
        objective.assignMultiplied(objective.multiplied, weights);
      }
      objective.assignMultiplied(objective.scaledDirection, direction);
      plain.hessianProduct(objective.scaledDirection, product, parameterWeight);
      objective.multiply(product);
      for (int g = 0; g < product.size(); g++) {
        objective.addLater(
            g,
            parameterWeight,
            List.of(ownGradient.get(g).dot(direction.get(g)), weights.get(g).dot(product.get(g))));
      }
    }

    @Override
    public OptionalLong bytesToHold() {
      OptionalLong inner = plain.bytesToHold();
      return inner.isEmpty()
          ? inner
          : OptionalLong.of(inner.getAsLong() + objective.ownGradients.bytes());
    }

    @Override
    public void hold() {
      plain.hold();
      objective.ownGradients.take();
      isHeld = true;
    }

    @Override
    public void release() {
      if (isHeld) {
        plain.release();
        objective.ownGradients.giveBack(ownGradient);
        isHeld = false;
      }
    }
  }
}
