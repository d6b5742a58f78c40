package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.exact.Ratio;

/**
 * Muon, exactly reversible: momentum whose steps of hidden matrices are made orthogonal, and {@link
 * AdamW} for all other groups, which are {@linkplain GroupShape no hidden matrices}: first and last
 * layers, biases, gains.
 *
 * <p>A step of a hidden matrix is m &lt;- mu m + (1 - mu) g; x &lt;- c x - eta scale O, with c = 1
 * - eta lambda and O what {@link NewtonSchulz} makes of m, without Nesterov's look ahead: so it
 * depends on the new m alone and can be taken back, as in {@link AdamW}, because O has the same
 * bits again. Both decays are exact ratios, of 16 bits for m and 24 for x, and share one
 * information buffer a parameter. The unit of m follows the gradients, see {@link MomentUnits}.
 *
 * <p>Adjoint, from d_x, d_m after the step: d_lambda and d_eta of c as in {@link AdamW}; d_eta -=
 * scale &lt;d_x, O&gt;; d_O = -eta scale d_x, which goes back through the iteration and the norm
 * into d_m; d_x *= c. Then d_mu = &lt;d_m, m - g&gt;; u = (1 - mu) d_m; d_x += H u; d_m *= mu.
 *
 * <p>A matrix whose gradients have all been zero sleeps: only weight decay moves it.
 *
 * <p>Learning rate and weight decay are of all groups; mu is read by hidden matrices, the betas and
 * epsilon by all others.
 *
 * <p>Cost: two exchanges of digits a parameter, and 15 matrix products, of 2 n^3 operations for a
 * square of n, each way; 45 for the adjoint. The device is waited for once a matrix each way.
 * Memory log2(1 / (mu c)) bits a step, and log2(1 / (1 - mu)) once, for the units of m.
 *
 * @param scale what O is multiplied by
 * @param headroomBits as of {@link AdamW}
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al. (2024)</a>, Muon
 * @see <a href="https://arxiv.org/abs/2502.16982">Liu et al. (2025)</a>, Muon is scalable for LLM
 *     training
 */
public record Muon(MuonScale scale, int headroomBits) implements Optimizer {

  private static final double USUAL_MOMENTUM = 0.95;

  /** Checks the range. */
  public Muon {
    MomentUnits.requireHeadroom(headroomBits);
  }

  /** Makes a rule with 2 bits of headroom. */
  public Muon(MuonScale scale) {
    this(scale, MomentUnits.DEFAULT_HEADROOM_BITS);
  }

  /** Makes a rule that AdamW's learning rates serve. */
  public Muon() {
    this(MuonScale.MOONLIGHT);
  }

  @Override
  public String word() {
    return "muon";
  }

  @Override
  public String meaning() {
    return "m <- mu m + (1-mu) g, hidden matrices move along an orthogonal matrix made of m, all"
        + " other groups as under `adamw`";
  }

  @Override
  public StepScaling scaling() {
    return scale.scaling();
  }

  @Override
  public String label() {
    return "Muon";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(
        Coefficient.LEARNING_RATE,
        Coefficient.MOMENTUM,
        Coefficient.BETA1,
        Coefficient.BETA2,
        Coefficient.EPSILON,
        Coefficient.WEIGHT_DECAY);
  }

  @Override
  public Optimizer forGroup(GroupShape group) {
    return group.isHiddenMatrix() ? hidden() : new AdamW(headroomBits);
  }

  private Optimizer hidden() {
    return new OrthogonalMomentum(scale, headroomBits);
  }

  @Override
  public boolean followsGradients() {
    return true;
  }

  @Override
  public double usual(Coefficient coefficient) {
    return coefficient.equals(Coefficient.MOMENTUM) ? USUAL_MOMENTUM : coefficient.usual();
  }

  @Override
  public boolean isReversible() {
    return true;
  }

  @Override
  public int moments() {
    return hidden().moments();
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return hidden().decays(at, coefficients);
  }

  @Override
  public double growthBits(int group, int firstStep, CoefficientTable coefficients) {
    return hidden().growthBits(group, firstStep, coefficients);
  }

  /** Makes the state of a hidden matrix. */
  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    return hidden().zeros(device, rows, cols);
  }

  @Override
  public PlainRule plain() {
    return hidden().plain();
  }

  @Override
  public PlainRule plain(int rows) {
    return hidden().plain(rows);
  }

  /** Makes the rule of hidden matrices. */
  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return hidden().bind(device, coefficients);
  }
}
