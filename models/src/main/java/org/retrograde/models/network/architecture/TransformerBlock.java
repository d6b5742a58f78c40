package org.retrograde.models.network.architecture;

import java.util.List;
import org.retrograde.models.autodiff.BlockFunctions.CausalSoftmax;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Products.Gated;
import org.retrograde.models.autodiff.Products.HeadProduct;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.network.architecture.BlockScales.Residual;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Heads;

/**
 * A block of a transformer: attention, then a perceptron, each added to the stream.
 *
 * @param pass that it is a part of
 * @param number of the block, from 1
 */
record TransformerBlock(TransformerPass pass, int number) {

  /** Adds the tensors of all blocks, with the probes of the stream before and after them. */
  static void layout(DecoderSettings network, NetworkSizes sizes, ParameterList list) {
    list.probe("embedding", Probe.STAYS);
    for (int block = 1; block <= sizes.hidden().size(); block++) {
      layout(network, sizes, block, list);
    }
    list.probe("stream", Probe.STAYS);
  }

  private static void layout(
      DecoderSettings network, NetworkSizes sizes, int number, ParameterList list) {
    int width = sizes.width();
    int headSize = network.headSize(width);
    int shared = network.sharedHeads(width) * headSize;
    list.block(number, network.depth(sizes.hidden().size()));
    Norm heads = network.queryKeyNorm() ? network.norm() : Norm.NONE;
    list.gains("gA" + number, "attention", number, network.norm(), width, true);
    list.matrix(
        "q" + number, "query", number, Role.HIDDEN, width, width, network.zeroQuery() ? 0 : 1);
    list.gains("gq" + number, "query", number, heads, headSize, network.headsGrow());
    list.matrix("k" + number, "key", number, Role.HIDDEN, width, shared, 1);
    list.gains("gk" + number, "key", number, heads, headSize, network.headsGrow());
    list.probe("logits" + number, network.headsGrow() ? Probe.OUTPUT : Probe.STAYS);
    list.matrix("v" + number, "value", number, Role.HIDDEN, width, shared, 1);
    list.matrix("o" + number, "attention output", number, Role.HIDDEN, width, width, 1);
    list.probe("attention" + number, Probe.STAYS);
    int units = network.ratio() * width;
    list.gains("gM" + number, "mlp", number, network.norm(), width, true);
    list.matrix(
        "u" + number,
        "mlp in",
        number,
        Role.HIDDEN,
        width,
        units,
        network.variance(sizes.activation()));
    if (network.gated()) {
      list.matrix("w" + number, "mlp gate", number, Role.HIDDEN, width, units, 1);
    }
    list.matrix("d" + number, "mlp out", number, Role.HIDDEN, units, width, 1);
    list.probe("mlp" + number, Probe.STAYS);
    list.outside();
  }

  /**
   * Passes through all blocks.
   *
   * @param embedded the stream before them
   * @param seen what the probes see. Modified.
   * @return the stream after them
   */
  static Variable forward(TransformerPass pass, Variable embedded, List<Variable> seen) {
    seen.add(embedded);
    Variable x = embedded;
    for (int block = 1; block <= pass.sizes().hidden().size(); block++) {
      x = new TransformerBlock(pass, block).forward(x, seen);
    }
    seen.add(x);
    return x;
  }

  private Variable forward(Variable x, List<Variable> seen) {
    Variable attention = attention(x, seen);
    seen.add(attention);
    Variable between = sum(pass.scales(number).attention(), x, attention);
    Variable mlp = perceptron(between);
    seen.add(mlp);
    return sum(pass.scales(number).perceptron(), between, mlp);
  }

  private Variable sum(Residual factors, Variable stream, Variable branch) {
    return pass.sum(factors.stream(), stream, factors.branch(), pass.dropout(branch));
  }

  private Variable attention(Variable x, List<Variable> seen) {
    DecoderSettings network = pass.network();
    Tape tape = pass.tape();
    int width = pass.sizes().width();
    Heads heads =
        new Heads(
            pass.windows(), network.heads(width), network.heads(width), network.sharedHeads(width));
    Variable read = pass.normalized("gA" + number, network.norm(), x);
    BlockScales scales = pass.scales(number);
    Variable logits =
        tape.apply(
            new HeadProduct(scales.logits(), true, heads), placed("q", read), placed("k", read));
    seen.add(logits);
    Variable seenBy = tape.apply(new CausalSoftmax(pass.window()), logits);
    Variable values = pass.linear("v" + number, read);
    return pass.linear(
        "o" + number, tape.apply(new HeadProduct(scales.attended(), false, heads), seenBy, values));
  }

  /** Makes queries or keys. */
  private Variable placed(String which, Variable read) {
    DecoderSettings network = pass.network();
    Norm norm = network.queryKeyNorm() ? network.norm() : Norm.NONE;
    Variable made = pass.linear(which + number, read);
    return pass.placed(
        pass.normalized("g" + which + number, norm, made, network.headSize(pass.sizes().width())));
  }

  private Variable perceptron(Variable x) {
    DecoderSettings network = pass.network();
    Tape tape = pass.tape();
    Variable read = pass.normalized("gM" + number, network.norm(), x);
    BlockScales scales = pass.scales(number);
    Variable entering = pass.scaled(scales.entering(), pass.linear("u" + number, read));
    Variable units =
        pass.scaled(
            scales.activated(), tape.apply(new Elementwise(pass.sizes().activation()), entering));
    Variable let =
        network.gated() ? tape.apply(new Gated(), units, pass.linear("w" + number, read)) : units;
    return pass.linear("d" + number, scales.lowered(), let);
  }
}
