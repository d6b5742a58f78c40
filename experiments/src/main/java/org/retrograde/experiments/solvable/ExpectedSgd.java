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
 * What a step of SGD on fresh Gaussian samples does to the expected squared distances c from the
 * target, as an update rule: with g the gradient of the excess loss l = &lt;g, c&gt;, which is the
 * spectrum,
 *
 * <pre>
 *   c &lt;- c - 2 eta g c + eta^2 (1 + 1/B) g^2 c + (eta^2 / B) (l + sigma^2) g
 * </pre>
 *
 * <p>This is the recursion of {@link ExpectedLoss}. The modes act on each other through l alone.
 *
 * <p>Adjoint, with p that of c and q = &lt;p, g&gt;: d_eta = &lt;p, 2 (eta (1 + 1/B) g - 1) g c&gt;
 * + (2 eta / B) (l + sigma^2) q; u = 2 eta (eta (1 + 1/B) g - 1) p c + (eta^2 / B) ((l + sigma^2) p
 * + q c); p &lt;- p - 2 eta g p + eta^2 (1 + 1/B) g^2 p + (eta^2 / B) q g.
 *
 * @param batch B, samples of a step
 * @param noise sigma^2, variance of the labels
 */
record ExpectedSgd(int batch, double noise) implements ExpectedStep {

  @Override
  public String word() {
    return "expected-sgd";
  }

  @Override
  public String meaning() {
    return "the expectation of SGD over its samples";
  }

  @Override
  public String label() {
    return "SGD, in expectation over its samples";
  }

  @Override
  public PlainRule plain() {
    return (at, c, none, g) -> {
      double loss = 0;
      for (int k = 0; k < c.length; k++) {
        loss += g[k] * c[k];
      }
      double all = at.rate() * at.rate() / batch * (loss + noise);
      for (int k = 0; k < c.length; k++) {
        double move = at.rate() * g[k];
        c[k] += (move * move * square() - 2 * move) * c[k] + all * g[k];
      }
    };
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(device, coefficients);
  }

  private double square() {
    return 1 + 1.0 / batch;
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
      double rate = at.get(table, Coefficient.LEARNING_RATE);
      Tensor distances = ExpectedStep.position(device, state, gradient);
      double loss = gradient.dot(distances).value();
      Tensor change = change(rate, gradient, distances);
      change.addScaled(rate * rate / batch * (loss + noise), gradient);
      state.position().addScaled(1, change);
      state.position().copyTo(weights);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      double rate = at.get(table, Coefficient.LEARNING_RATE);
      Tensor p = adjoint.position();
      Tensor distances = ExpectedStep.position(device, state, gradient);
      double noisy = gradient.dot(distances).value() + noise;
      double onSpectrum = gradient.dot(p).value();
      Tensor byMove = ExpectedStep.zeros(device, gradient); // 2 (eta (1 + 1/B) g - 1) c
      byMove.addProduct(2 * rate * square(), gradient, distances);
      byMove.addScaled(-2, distances);
      Tensor toGradient = adjoint.gradient();
      toGradient.fill(0);
      toGradient.addProduct(1, byMove, p);
      Scalar alone = gradient.dot(toGradient);
      adjoint.whenKnown(
          () ->
              adjoint.add(
                  Coefficient.LEARNING_RATE,
                  at,
                  alone.value() + 2 * rate / batch * noisy * onSpectrum));
      toGradient.scale(rate);
      toGradient.addScaled(rate * rate / batch * noisy, p);
      toGradient.addScaled(rate * rate / batch * onSpectrum, distances);
      p.addScaled(1, change(rate, gradient, p));
      p.addScaled(rate * rate / batch * onSpectrum, gradient);
    }

    /** There are none; u is there already. */
    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {}

    /** Returns (eta^2 (1 + 1/B) g - 2 eta) g v. */
    private Tensor change(double rate, Tensor gradient, Tensor vector) {
      Tensor moved = ExpectedStep.zeros(device, gradient);
      moved.addProduct(rate, gradient, vector);
      Tensor change = ExpectedStep.zeros(device, gradient);
      change.addProduct(rate * square(), gradient, moved);
      change.addScaled(-2, moved);
      return change;
    }
  }
}
