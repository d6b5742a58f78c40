package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.network.architecture.BlockScales.Residual;

/**
 * The forward pass of a unit-scaled transformer at its start, where weights are independent normal
 * numbers: how large its numbers are, and how alike at the places of a window. From that follow the
 * scales that keep them at 1.
 *
 * <p>Means of values are as large as values are alike: 1 / t of the variance of t independent ones,
 * all of it for equal ones. u-muP takes them for independent. They are so in the first block alone;
 * in the fourth, at a window of 64, means are 2.8 times as large as they should be. So their
 * covariance is followed through the blocks here: a mean-field theory, for tokens drawn evenly and
 * attention that is even at the start, right to some percent.
 *
 * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP, sections 4.1 and
 *     4.2, appendices B and G
 */
final class UnitStart {

  private final UnitSettings network;
  private final NetworkSizes sizes;
  private final ActivationMoments activation;
  private final Covariance embedded;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * A block.
   *
   * @param scales of its numbers
   * @param read what its attention reads
   * @param averaging variance of means of values for which {@code scales} make up
   * @param attended means of values, scaled
   * @param between the stream between its branches
   * @param made what the perceptron makes
   * @param after the stream after it
   */
  record Block(
      BlockScales scales,
      Covariance read,
      double averaging,
      Covariance attended,
      Covariance between,
      Covariance made,
      Covariance after) {}

  UnitStart(UnitSettings network, NetworkSizes sizes) {
    this.network = network;
    this.sizes = sizes;
    this.activation = ActivationMoments.of(sizes.activation(), network.activationMultiplier());
    int window = TransformerPass.window(sizes);
    double sameToken = 1d / sizes.outputs();
    double shared = network.positions() == Positions.LEARNED ? sameToken / 2 : sameToken;
    this.embedded = Covariance.of(window, 1, shared);
    double uncorrelated = Covariance.of(window, 1, 0).means().variance();
    Covariance stream = embedded;
    for (int block = 0; block < sizes.hidden().size(); block++) {
      blocks.add(block(block, stream, uncorrelated));
      stream = blocks.get(block).after();
    }
  }

  UnitSettings network() {
    return network;
  }

  NetworkSizes sizes() {
    return sizes;
  }

  ActivationMoments activation() {
    return activation;
  }

  Covariance embedded() {
    return embedded;
  }

  List<Block> blocks() {
    return blocks;
  }

  List<BlockScales> scales() {
    return blocks.stream().map(Block::scales).toList();
  }

  /** Returns the stream after the last block. */
  Covariance stream() {
    return blocks.isEmpty() ? embedded : blocks.get(blocks.size() - 1).after();
  }

  private Block block(int block, Covariance stream, double uncorrelated) {
    Covariance read = stream.over(stream);
    Covariance means = read.means();
    double averaging = network.independentValues() ? uncorrelated : means.variance();
    Residual attention = Residual.of(ratio(attentionShare(), block, block));
    Residual perceptron = Residual.of(ratio(perceptronShare(), block + 1, block));
    Covariance attended = means.scaled(1 / averaging);
    Covariance between = sum(attention, stream, attended);
    Covariance units = between.over(between);
    Covariance let = activation.kernel(units);
    Covariance made = network.gated() ? let.gated(units) : let;
    double deviation = network.gated() ? Math.sqrt(activation.square()) : activation.deviation();
    BlockScales scales =
        new BlockScales(
            network.attentionMultiplier() / network.headSize(),
            1 / Math.sqrt(StrictMath.pow(averaging, evenness())),
            attention,
            network.activationMultiplier(),
            1 / (network.activationMultiplier() * deviation),
            deviation / Math.sqrt(activation.square()),
            perceptron);
    return new Block(
        scales, read, averaging, attended, between, made, sum(perceptron, between, made));
  }

  private static Covariance sum(Residual residual, Covariance stream, Covariance branch) {
    return stream
        .scaled(residual.stream() * residual.stream())
        .plus(1, residual.branch() * residual.branch(), branch);
  }

  /** Returns the variance that attention of all blocks adds to the stream, over the embedding's. */
  private double attentionShare() {
    double ratio = network.residualAttentionRatio();
    return ratio * ratio * perceptronShare();
  }

  /** Returns that of perceptrons of all blocks. */
  private double perceptronShare() {
    double all = network.residualMultiplier();
    double ratio = network.residualAttentionRatio();
    return 2 * all * all / (1 + ratio * ratio);
  }

  /** Returns tau of a branch with that share after so many branches of both kinds. */
  private double ratio(double share, int attentions, int perceptrons) {
    double before =
        sizes.hidden().size() + attentions * attentionShare() + perceptrons * perceptronShare();
    return Math.sqrt(share / before);
  }

  /** Returns the weight of even attention in the logarithmic interpolation to that of one place. */
  private double evenness() {
    double multiplier = network.attentionMultiplier();
    return 1 - 1 / (1 + 4 * network.headSize() / (multiplier * multiplier));
  }
}
