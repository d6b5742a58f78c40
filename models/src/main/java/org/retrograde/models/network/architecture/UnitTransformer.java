package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * A decoder of tokens out of unit-scaled operations: with weights of standard deviation 1 and the
 * multipliers of rule u-mup, all its numbers and, divided by a constant of each tensor, all their
 * derivatives have a standard deviation of 1 at the start. Five multipliers of its operations, all
 * 1 as usual, take the place of scales of weights.
 *
 * <p>Tensors and probes are those of a {@link Transformer} without gains, biases or dropout, whose
 * queries and readout start at random. A weight's share in the loss does not change with any
 * multiplier but its own, so that they can be tuned one by one.
 *
 * @param headSize numbers of a head, at least 1; divides the width
 * @param ratio hidden units of a perceptron over the width, at least 1
 * @param gated whether a second matrix gates them, as in SwiGLU
 * @param positions how places are told
 * @param activationMultiplier a of activations f(a x) / a: how far from a line they are
 * @param attentionMultiplier of logits, beside one over the numbers of a head: how far from even
 *     attention starts
 * @param residualMultiplier the root of the variance that all branches add to the stream, over
 *     twice that of the embedding
 * @param residualAttentionRatio what attention adds to the stream over what perceptrons add
 * @param lossMultiplier of what the softmax of the loss takes
 * @param independentValues whether values of one window count as independent in every block, as
 *     u-muP has it; else, as alike as they are at the start
 * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP
 */
public record UnitTransformer(
    int headSize,
    int ratio,
    boolean gated,
    Positions positions,
    double activationMultiplier,
    double attentionMultiplier,
    double residualMultiplier,
    double residualAttentionRatio,
    double lossMultiplier,
    boolean independentValues)
    implements Architecture, UnitSettings {

  /** Checks the ranges. */
  public UnitTransformer {
    if (headSize < 1 || ratio < 1) {
      throw new IllegalArgumentException(
          "head size and ratio must be at least 1, got %d and %d".formatted(headSize, ratio));
    }
    requirePositive("activation multiplier", activationMultiplier);
    requirePositive("attention multiplier", attentionMultiplier);
    requirePositive("residual multiplier", residualMultiplier);
    requirePositive("residual attention ratio", residualAttentionRatio);
    requirePositive("loss multiplier", lossMultiplier);
    positions.requireFit(headSize);
  }

  /** Makes one of heads of 16, with everything as usual under u-muP. */
  public UnitTransformer() {
    this(16, 4, true, Positions.ROTARY, 1, 1, 1, 1, 1, false);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "the %s must be above 0 and finite, got %s".formatted(name, value));
    }
  }

  @Override
  public String word() {
    return "unit-transformer";
  }

  @Override
  public String meaning() {
    return "the same out of unit-scaled operations, for `model.parametrization: u-mup`";
  }

  @Override
  public List<BlockScales> scales(NetworkSizes sizes) {
    return new UnitStart(this, sizes).scales();
  }

  @Override
  public double variance(Nonlinearity f) {
    return 1;
  }

  @Override
  public Norm norm() {
    return Norm.RMS;
  }

  @Override
  public Gains gains() {
    return Gains.NONE;
  }

  @Override
  public boolean queryKeyNorm() {
    return false;
  }

  @Override
  public boolean biases() {
    return false;
  }

  @Override
  public boolean headsGrow() {
    return false;
  }

  @Override
  public boolean zeroQuery() {
    return false;
  }

  @Override
  public double dropout() {
    return 0;
  }

  @Override
  public int headSize(int width) {
    heads(width);
    return headSize;
  }

  @Override
  public int heads(int width) {
    if (width % headSize != 0) {
      throw new IllegalArgumentException(
          "a width of %d is not a multiple of the head size, %d".formatted(width, headSize));
    }
    return width / headSize;
  }

  @Override
  public int sharedHeads(int width) {
    return heads(width);
  }

  /** Rates in blocks go as one over the root of the depth. */
  @Override
  public DepthScaling depth(int blocks) {
    return new DepthScaling(blocks, 0.5);
  }

  @Override
  public InputShape leastShape() {
    return new InputShape.Token(1);
  }

  @Override
  public Layout layout(NetworkSizes sizes) {
    Layout layout = layoutWithoutGradients(sizes);
    UnitGradients gradients = UnitGradients.ofWide(new UnitStart(this, sizes));
    return new Layout(
        layout.parameters().stream()
            .map(parameter -> parameter.withGradient(gradients.ofParameter(parameter.name())))
            .toList(),
        layout.probes());
  }

  private Layout layoutWithoutGradients(NetworkSizes sizes) {
    int width = sizes.width();
    heads(width);
    ParameterList list = new ParameterList(this, width);
    list.tables(sizes);
    TransformerBlock.layout(this, sizes, list);
    list.probe("read", Probe.STAYS);
    int last = sizes.hidden().size() + 1;
    list.matrix("R", "readout", last, Role.OUTPUT, width, sizes.outputs(), 1);
    list.probe("z", Probe.OUTPUT);
    return list.layout();
  }

  @Override
  public List<Variable> forward(
      NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters) {
    TransformerPass pass = new TransformerPass(this, sizes, tape, parameters);
    List<Variable> seen = new ArrayList<>();
    Variable embedded = pass.looked("E", inputs);
    if (positions == Positions.LEARNED) {
      double half = Math.sqrt(0.5);
      embedded = pass.sum(half, embedded, half, pass.looked("P", pass.places()));
    }
    Variable read = pass.normalized("gR", norm(), TransformerBlock.forward(pass, embedded, seen));
    seen.add(read);
    seen.add(pass.scaled(lossMultiplier, pass.linear("R", read)));
    return seen;
  }
}
