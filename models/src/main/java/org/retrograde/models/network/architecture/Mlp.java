package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.Role;

/**
 * A multilayer perceptron: h_0 = x; z_l = A_l (h_{l-1} W_l) + b_l; h_l = f(z_l); the last layer is
 * linear. Without hidden layers it is softmax or linear regression.
 *
 * <p>Parameters are W1, b1, W2, b2, ..., weights [fan-in, fan-out] and biases [1, units], A_l the
 * multiplier of W_l; probes are z1, z2, ...
 */
public record Mlp() implements Architecture {

  @Override
  public String word() {
    return "mlp";
  }

  @Override
  public String meaning() {
    return "a multilayer perceptron, each layer feeding the next";
  }

  @Override
  public Layout layout(NetworkSizes sizes) {
    if (sizes.shape() instanceof InputShape.Token) {
      throw new IllegalArgumentException(
          "architecture mlp reads rows of features, and tokens of a text are none; take"
              + " transformer");
    }
    List<Parameter> parameters = new ArrayList<>();
    List<Probe> probes = new ArrayList<>();
    int layers = sizes.hidden().size() + 1;
    int in = sizes.inputs();
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      int out = last ? sizes.outputs() : sizes.hidden().get(layer);
      String number = Integer.toString(layer + 1);
      Role role = last ? Role.OUTPUT : layer == 0 ? Role.INPUT : Role.HIDDEN;
      Parameter weights = Parameter.weights("W" + number, layer, role, in, out);
      parameters.add(last ? weights : weights.before(sizes.activation()));
      parameters.add(
          Parameter.bias("b" + number, layer, last ? Role.OUTPUT_BIAS : Role.HIDDEN_BIAS, out));
      probes.add(
          new Probe(
              "z" + number,
              List.of("W" + number, "b" + number),
              last ? Probe.OUTPUT : Probe.STAYS));
      in = out;
    }
    return new Layout(parameters, probes);
  }

  @Override
  public List<Variable> forward(
      NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters) {
    List<Variable> all = new ArrayList<>();
    Variable h = inputs;
    for (int place = 0; place < parameters.size(); place += 2) {
      Leaf weights = parameters.get(place);
      Leaf bias = parameters.get(place + 1);
      if (place > 0) {
        h = tape.apply(new Elementwise(sizes.activation()), h);
      }
      h = tape.apply(new Affine(weights.multiplier()), h, weights.variable(), bias.variable());
      all.add(h);
    }
    return all;
  }
}
