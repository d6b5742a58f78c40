package org.retrograde.models.network.architecture;

import java.util.HashMap;
import java.util.Map;
import org.retrograde.models.network.architecture.BlockScales.Residual;

/**
 * The reverse pass of a unit-scaled transformer at its start: standard deviations of derivatives of
 * the mean loss of tokens drawn evenly. Divided by them, derivatives are of size 1: u-muP's scales
 * of the reverse pass, as constants of tensors, so that derivatives themselves stay true.
 *
 * <p>The derivative with respect to a matrix is the sum over places of what enters it times what
 * comes back to its products, so its variance is the sum over pairs of places of the product of
 * both covariances, over the numbers that enter, by which its multiplier squared divides.
 *
 * @see UnitStart
 */
final class UnitGradients {

  private final UnitStart start;
  private final UnitSettings network;
  private final double width;
  private final double columns;
  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Double> probes = new HashMap<>();

  private UnitGradients(UnitStart start, double columns) {
    this.start = start;
    this.columns = columns;
    this.network = start.network();
    this.width = start.sizes().width();
  }

  /** Follows derivatives of a wide network: all sizes are powers of the width. */
  static UnitGradients ofWide(UnitStart start) {
    return of(start, Double.POSITIVE_INFINITY);
  }

  /** Follows derivatives; queries and keys count what is alike by chance in so many columns. */
  static UnitGradients of(UnitStart start, double columns) {
    UnitGradients gradients = new UnitGradients(start, columns);
    gradients.reverse();
    return gradients;
  }

  /** Returns the size of the derivative with respect to a parameter, times the root of tokens. */
  double ofParameter(String name) {
    return weights.getOrDefault(name, 0.0);
  }

  /** Returns the size of the derivative with respect to what a probe sees, times the tokens. */
  double ofProbe(String name) {
    return probes.getOrDefault(name, 0.0);
  }

  private void reverse() {
    int outputs = start.sizes().outputs();
    double prediction = Math.sqrt(outputs - 1d) / outputs;
    double readout = network.lossMultiplier() * prediction;
    double read = readout * Math.sqrt(outputs) / width;
    probes.put("z", prediction);
    weights.put("R", readout / width);
    probes.put("read", read);
    Covariance stream = start.stream();
    Covariance back = Covariance.of(stream.places(), read * read, 0).over(stream);
    see("stream", back);
    for (int block = start.blocks().size(); block >= 1; block--) {
      UnitStart.Block at = start.blocks().get(block - 1);
      Covariance below = block == 1 ? start.embedded() : start.blocks().get(block - 2).after();
      back = attention(block, at, below, perceptron(block, at, back));
    }
    see("embedding", back);
    double rows = start.sizes().outputs();
    if (network.positions() == Positions.LEARNED) {
      weights.put("P", Math.sqrt(back.variance() / 2 / stream.places()));
      rows *= 2;
    }
    weights.put("E", Math.sqrt(back.times(start.embedded()) / rows));
  }

  private Covariance perceptron(int block, UnitStart.Block at, Covariance back) {
    Residual residual = at.scales().perceptron();
    Covariance made = back.scaled(residual.branch() * residual.branch());
    see("mlp" + block, made);
    double fanIn = network.ratio() * width;
    weight("d" + block, at.made(), made, fanIn);
    ActivationMoments f = start.activation();
    Covariance units = at.between().over(at.between());
    Covariance entering = made.gated(f.slopes(units)).scaled(1d / network.ratio());
    Covariance reading = entering;
    if (network.gated()) {
      entering = entering.gated(units);
      Covariance gates = made.gated(f.kernel(units)).scaled(1d / network.ratio());
      weight("w" + block, units, gates, width);
      reading = entering.plus(1, 1, gates);
    }
    weight("u" + block, units, entering, width);
    double stays = residual.stream() * residual.stream();
    return reading.scaled(network.ratio()).over(at.between()).plus(1, stays, back);
  }

  private Covariance attention(int block, UnitStart.Block at, Covariance below, Covariance back) {
    Residual residual = at.scales().attention();
    Covariance made = back.scaled(residual.branch() * residual.branch());
    see("attention" + block, made);
    weight("o" + block, at.attended(), made, width);
    Covariance values = made.shares().scaled(1 / at.averaging());
    weight("v" + block, at.read(), values, width);
    Covariance queries = queries(at, made);
    weight("q" + block, at.read(), queries, width);
    weight("k" + block, at.read(), queries, width);
    double stays = residual.stream() * residual.stream();
    return values.plus(1, 2, queries).over(below).plus(1, stays, back);
  }

  /**
   * Through logits: each of a place's t numbers has 1 / t of the attention, so only how values
   * differ from their mean comes back, times how keys do. Both differ as what is read does, which
   * is alike by chance too where there are few columns.
   */
  private Covariance queries(UnitStart.Block at, Covariance made) {
    double factor = network.attentionMultiplier();
    double scale = factor * factor / network.headSize() / at.averaging();
    Covariance means = at.read().means();
    Covariance squares = at.read().centredSquares();
    return Covariance.of(
        means.places(),
        (i, j) -> {
          double chance = (1 - means.at(i, i)) * (1 - means.at(j, j)) / columns;
          return scale * made.at(i, j) * (squares.at(i, j) / ((i + 1d) * (j + 1)) + chance);
        });
  }

  private void weight(String name, Covariance entering, Covariance back, double fanIn) {
    weights.put(name, Math.sqrt(entering.times(back) / fanIn));
  }

  private void see(String probe, Covariance back) {
    probes.put(probe, Math.sqrt(back.variance()));
  }
}
