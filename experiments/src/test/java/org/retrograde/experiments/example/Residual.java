package org.retrograde.experiments.example;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.autodiff.Primitive;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.autodiff.Workspace;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Leaf;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Tensor;

/**
 * A perceptron in which layers are passed by: h_1 = f(z_1); h_l = f(z_l), to which h_{l - span} is
 * added at every span-th l. An architecture as somebody else would write it, in one file and a line
 * of {@code META-INF/services}.
 *
 * <p>Parameters are those of a stem, of blocks and of a head, biases first; each has the probe that
 * it is added to.
 *
 * @param span layers that one connection passes by, at least 1
 */
public record Residual(int span) implements Architecture {

  /** Checks the range. */
  public Residual {
    if (span < 1) {
      throw new IllegalArgumentException("span must be at least 1, got " + span);
    }
  }

  /** The one that a config names: every layer is passed by. */
  public Residual() {
    this(1);
  }

  @Override
  public String word() {
    return "residual";
  }

  @Override
  public String meaning() {
    return "a perceptron whose hidden layers are added to those below them";
  }

  @Override
  public Layout layout(NetworkSizes sizes) {
    int width = sizes.width();
    int blocks = sizes.hidden().size() - 1;
    Builder builder = new Builder(new ArrayList<>(), new ArrayList<>());
    builder.add(
        Parameter.weights("stem", 0, Role.INPUT, sizes.inputs(), width).before(sizes.activation()),
        Role.HIDDEN_BIAS,
        Probe.STAYS);
    for (int block = 1; block <= blocks; block++) {
      builder.add(
          Parameter.weights("block-" + block, block, Role.HIDDEN, width, width)
              .before(sizes.activation()),
          Role.HIDDEN_BIAS,
          Probe.STAYS);
    }
    builder.add(
        Parameter.weights("head", blocks + 1, Role.OUTPUT, width, sizes.outputs()),
        Role.OUTPUT_BIAS,
        Probe.OUTPUT);
    return new Layout(builder.parameters, builder.probes);
  }

  private record Builder(List<Parameter> parameters, List<Probe> probes) {

    void add(Parameter weights, Role ofBias, double startPower) {
      String bias = weights.name() + "-bias";
      parameters.add(Parameter.bias(bias, weights.layer(), ofBias, weights.fanOut()));
      parameters.add(weights);
      probes.add(new Probe("into-" + weights.name(), List.of(weights.name(), bias), startPower));
    }
  }

  @Override
  public List<Variable> forward(
      NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters) {
    List<Variable> seen = new ArrayList<>();
    List<Variable> hidden = new ArrayList<>();
    Variable below = inputs;
    for (int layer = 0; layer <= sizes.hidden().size(); layer++) {
      Leaf bias = parameters.get(2 * layer);
      Leaf weights = parameters.get(2 * layer + 1);
      Variable z =
          tape.apply(new Affine(weights.multiplier()), below, weights.variable(), bias.variable());
      seen.add(z);
      if (layer < sizes.hidden().size()) {
        Variable h = tape.apply(new Elementwise(sizes.activation()), z);
        boolean arrives = layer > 0 && layer % span == 0;
        below = arrives ? tape.apply(new Plus(), h, hidden.get(layer - span)) : h;
        hidden.add(below);
      }
    }
    return seen;
  }

  /** y = a + b. */
  private record Plus() implements Primitive {

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor y = workspace.takeLike(inputs.get(0));
      y.assign(inputs.get(0));
      y.addScaled(1, inputs.get(1));
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      inputs.forEach(x -> x.adjoint().addScaled(1, y.adjoint()));
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      inputs.forEach(x -> y.tangent().addScaled(1, x.tangent()));
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      inputs.forEach(x -> x.adjointTangent().addScaled(1, y.adjointTangent()));
    }
  }
}
