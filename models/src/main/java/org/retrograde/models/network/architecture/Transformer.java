package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * A decoder of tokens: their vectors, with those of their places, go through blocks of causal
 * attention and a perceptron of one hidden layer, each reading the stream through a norm and adding
 * to it, to a linear readout.
 *
 * <p>For examples that are tokens of windows ({@link InputShape.Token}); one hidden layer of the
 * sizes is one block, all of one width. Heads keep their size and grow in number with the width.
 * Parameters are E, P; q1, k1, v1, o1, u1, (w1,) d1 of the first block, and so on; R. Gains of
 * norms are g, added to 1, so that they start at 0. Probes are what their names say.
 *
 * @param headSize numbers of a head, at least 1; divides the width
 * @param keyValueHeads heads of keys and values, which divide those of queries; 0 for as many
 * @param ratio hidden units of a perceptron over the width, at least 1
 * @param gated whether a second matrix gates them, as in SwiGLU
 * @param norm before each branch and the readout
 * @param gains after each norm
 * @param positions how places are told
 * @param scale of products of queries and keys
 * @param attentionMultiplier of those products, above 0
 * @param queryKeyNorm whether queries and keys are normalized, head by head
 * @param embeddingNorm whether the vectors of tokens are normalized
 * @param biases whether every matrix but the embedding has biases
 * @param zeroQuery whether queries start at zero
 * @param zeroReadout whether the readout starts at zero; a tied one cannot
 * @param tied whether the readout is the embedding once more, with its products divided by the
 *     width
 * @param headCount heads at every width, which then grow in size; 0 for heads that keep their size
 * @param depthPower power of the depth that branches are divided by, in [0, 1]: 1 is CompleteP; 0
 *     is the usual sum, with rates divided by the depth if there is a base depth
 * @param baseDepth blocks of the network whose rates hold and whose branches count as 1; 0 for no
 *     rule of the depth
 * @param dropout probability with which a number of a branch or an embedding is dropped, in [0, 1)
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017)</a>
 * @see <a href="https://arxiv.org/abs/2404.05728">Lingle (2024)</a>, whose baseline the usual
 *     values are, but for learned positions
 */
public record Transformer(
    int headSize,
    int keyValueHeads,
    int ratio,
    boolean gated,
    Norm norm,
    Gains gains,
    Positions positions,
    AttentionScale scale,
    double attentionMultiplier,
    boolean queryKeyNorm,
    boolean embeddingNorm,
    boolean biases,
    boolean zeroQuery,
    boolean zeroReadout,
    boolean tied,
    int headCount,
    double depthPower,
    int baseDepth,
    double dropout)
    implements Architecture, DecoderSettings {

  /** Checks the ranges. */
  public Transformer {
    if (headSize < 1 || keyValueHeads < 0 || ratio < 1) {
      throw new IllegalArgumentException(
          "head size and ratio must be at least 1, key-value heads at least 0, got %d, %d, %d"
              .formatted(headSize, ratio, keyValueHeads));
    }
    if (!(attentionMultiplier > 0) || !(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "the attention multiplier must be above 0, dropout in [0, 1), got %s and %s"
              .formatted(attentionMultiplier, dropout));
    }
    if (headCount < 0 || baseDepth < 0 || !(depthPower >= 0 && depthPower <= 1)) {
      throw new IllegalArgumentException(
          "head count and base depth must be at least 0, depth power in [0, 1], got %d, %d and %s"
              .formatted(headCount, baseDepth, depthPower));
    }
    if (depthPower != 0 && baseDepth == 0) {
      throw new IllegalArgumentException(
          "a depth power needs the base-depth from which it counts, such as 2");
    }
    if (tied && zeroReadout) {
      throw new IllegalArgumentException(
          "a tied readout starts as the embedding, not at zero: set zero-readout to false");
    }
    if (headCount == 0) {
      positions.requireFit(headSize);
    }
  }

  /** Makes one of heads of 16, with everything as usual under muP. */
  public Transformer() {
    this(
        16,
        0,
        4,
        false,
        Norm.RMS,
        Gains.NONE,
        Positions.LEARNED,
        AttentionScale.SIZE,
        1,
        false,
        false,
        false,
        true,
        true,
        false,
        0,
        0,
        0,
        0);
  }

  @Override
  public String word() {
    return "transformer";
  }

  @Override
  public String meaning() {
    return "a decoder of tokens, blocks of causal attention and perceptrons";
  }

  @Override
  public int heads(int width) {
    if (headCount == 0 && width % headSize != 0) {
      throw new IllegalArgumentException(
          "a width of %d is not a multiple of the head size, %d".formatted(width, headSize));
    }
    if (headCount > 0 && width % headCount != 0) {
      throw new IllegalArgumentException(
          "a width of %d is not a multiple of the head count, %d".formatted(width, headCount));
    }
    int heads = headCount == 0 ? width / headSize : headCount;
    positions.requireFit(width / heads);
    if (keyValueHeads > 0 && heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "%d heads of queries cannot share %d of keys and values evenly"
              .formatted(heads, keyValueHeads));
    }
    return heads;
  }

  @Override
  public int headSize(int width) {
    return width / heads(width);
  }

  @Override
  public boolean headsGrow() {
    return headCount > 0;
  }

  @Override
  public DepthScaling depth(int blocks) {
    return baseDepth == 0
        ? DepthScaling.NONE
        : new DepthScaling((double) blocks / baseDepth, depthPower);
  }

  @Override
  public List<BlockScales> scales(NetworkSizes sizes) {
    int blocks = sizes.hidden().size();
    double logits = attentionMultiplier * scale.factor(headSize(sizes.width()));
    return Collections.nCopies(blocks, BlockScales.plain(logits, depth(blocks).branch()));
  }

  @Override
  public double variance(Nonlinearity f) {
    return Parameter.gain(f);
  }

  @Override
  public int sharedHeads(int width) {
    int heads = heads(width);
    return keyValueHeads == 0 ? heads : keyValueHeads;
  }

  @Override
  public InputShape leastShape() {
    return new InputShape.Token(1);
  }

  @Override
  public Layout layout(NetworkSizes sizes) {
    int width = sizes.width();
    heads(width);
    ParameterList list = new ParameterList(this, width);
    list.tables(sizes);
    list.gains("gE", "embedding", 0, embeddingNorm ? norm : Norm.NONE, width, true);
    TransformerBlock.layout(this, sizes, list);
    int blocks = sizes.hidden().size();
    int last = tied ? blocks : blocks + 1;
    list.gains("gR", "readout", last, norm, width, true);
    list.probe("read", Probe.STAYS);
    if (tied) {
      list.biases("R", "readout", last, Role.OUTPUT_BIAS, sizes.outputs());
    } else {
      list.matrix("R", "readout", last, Role.OUTPUT, width, sizes.outputs(), zeroReadout ? 0 : 1);
    }
    list.probe("z", zeroReadout ? Probe.STAYS : Probe.OUTPUT);
    return list.layout();
  }

  @Override
  public List<Variable> forward(
      NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters) {
    TransformerPass pass = new TransformerPass(this, sizes, tape, parameters);
    List<Variable> seen = new ArrayList<>();
    Variable embedded =
        pass.dropout(
            pass.normalized("gE", embeddingNorm ? norm : Norm.NONE, embedded(pass, inputs)));
    Variable read = pass.normalized("gR", norm, TransformerBlock.forward(pass, embedded, seen));
    seen.add(read);
    seen.add(tied ? pass.products("E", 1d / sizes.width(), "bR", read) : pass.linear("R", read));
    return seen;
  }

  private Variable embedded(TransformerPass pass, Variable tokens) {
    Variable of = pass.looked("E", tokens);
    return positions == Positions.LEARNED
        ? pass.sum(1, of, 1, pass.looked("P", pass.places()))
        : of;
  }
}
