package org.retrograde.experiments.solvable;

import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.PlainRule;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.UpdateRule;

/**
 * A step of {@link SphericalLoss} as an update rule: with g the gradient of the gap by the n shares
 * p, so that lambda = -2 g,
 *
 * <pre>
 *   d &lt;- (1 - 2 eta g)^2 p + 2 T eta^2 / n      p &lt;- d / &lt;d, 1&gt;
 * </pre>
 *
 * <p>Adjoint, with P that of the new shares and k = 1 - 2 eta g: q = (P - &lt;P, p'&gt;) / &lt;d,
 * 1&gt;; d_eta = -4 &lt;q, g k p&gt; + 4 T eta &lt;q, 1&gt; / n; u = -4 eta q k p; P &lt;- q k^2.
 *
 * @param temperature T
 */
record SphericalStep(double temperature) implements ExpectedStep {

  @Override
  public String word() {
    return "spherical-step";
  }

  @Override
  public String meaning() {
    return "the expectation of noisy gradient steps on a sphere";
  }

  @Override
  public String label() {
    return "noisy gradient steps on a sphere, in expectation";
  }

  @Override
  public PlainRule plain() {
    return (at, p, none, g) -> {
      double noise = noise(at.rate(), p.length);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        double grown = 1 - 2 * at.rate() * g[i];
        p[i] = grown * grown * p[i] + noise;
        sum += p[i];
      }
      for (int i = 0; i < p.length; i++) {
        p[i] /= sum;
      }
    };
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(device, coefficients);
  }

  private double noise(double rate, int modes) {
    return 2 * temperature * rate * rate / modes;
  }

  private final class Rule implements UpdateRule {

    private final Device device;
    private final CoefficientTable table;

    Rule(Device device, CoefficientTable table) {
      this.device = device;
      this.table = table;
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      Tensor shares = ExpectedStep.position(device, state, gradient);
      Moved moved = moved(at.get(table, Coefficient.LEARNING_RATE), shares, gradient);
      Tensor change = moved.unnormalised();
      change.scale(1 / moved.sum());
      change.addScaled(-1, shares);
      state.position().addScaled(1, change);
      state.position().copyTo(weights);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      double rate = at.get(table, Coefficient.LEARNING_RATE);
      Tensor shares = ExpectedStep.position(device, state, gradient);
      Moved moved = moved(rate, shares, gradient);
      Tensor q = adjoint.position();
      q.addScaled(-q.dot(moved.unnormalised()).value() / moved.sum(), constant(1, gradient));
      q.scale(1 / moved.sum());
      Tensor byGrown = product(moved.grown(), shares);
      Scalar onMove = q.dot(product(gradient, byGrown));
      Scalar onNoise = q.dot(constant(1, gradient));
      double byNoise = 4 * temperature * rate / gradient.size();
      adjoint.whenKnown(
          () ->
              adjoint.add(
                  Coefficient.LEARNING_RATE, at, byNoise * onNoise.value() - 4 * onMove.value()));
      Tensor toGradient = adjoint.gradient();
      toGradient.fill(0);
      toGradient.addProduct(-4 * rate, q, byGrown);
      q.assign(product(moved.grown(), product(moved.grown(), q)));
    }

    /** There are none; u is there already. */
    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {}

    private Moved moved(double rate, Tensor shares, Tensor gradient) {
      Tensor grown = constant(1, gradient);
      grown.addScaled(-2 * rate, gradient);
      Tensor moved = constant(noise(rate, gradient.size()), gradient);
      moved.addProduct(1, grown, product(grown, shares));
      return new Moved(grown, moved, moved.dot(constant(1, gradient)).value());
    }

    private Tensor product(Tensor a, Tensor b) {
      Tensor product = ExpectedStep.zeros(device, a);
      product.addProduct(1, a, b);
      return product;
    }

    private Tensor constant(double value, Tensor like) {
      Tensor constant = ExpectedStep.zeros(device, like);
      constant.fill(value);
      return constant;
    }
  }

  /**
   * Shares before they are back on the sphere.
   *
   * @param grown k
   * @param unnormalised d
   * @param sum of d
   */
  private record Moved(Tensor grown, Tensor unnormalised, double sum) {}
}
