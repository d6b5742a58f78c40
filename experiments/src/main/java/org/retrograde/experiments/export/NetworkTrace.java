package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.retrograde.models.autodiff.Node;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.autodiff.Workspace;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Leaf;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What a network of some width does in a pass of training, without multipliers, which are folded
 * into its parameters.
 *
 * @param layout its parameters and probes
 * @param inputs the examples
 * @param parameters one a parameter of the layout
 * @param nodes in the order in which they are evaluated, leaves among them
 * @param seen by the probes; the last is the prediction
 */
record NetworkTrace(
    Layout layout,
    Variable inputs,
    List<Variable> parameters,
    List<Node> nodes,
    List<Variable> seen) {

  /** Examples that pass: more than one, so that what belongs to one is told from the rest. */
  static final int EXAMPLES = 2;

  /** Passes zeros through a network. */
  static NetworkTrace of(Device device, NetworkSpec spec) {
    Tape tape = new Tape(new Workspace(device), OptionalLong.of(0));
    InputShape shape = spec.sizes().shape();
    Variable inputs = tape.leaf(device.tensor(EXAMPLES * rows(shape), shape.features()));
    Map<List<Integer>, Tensor> zeros = new HashMap<>(); // one of a shape will do for all
    List<Variable> parameters = new ArrayList<>();
    for (ParameterGroup group : spec.groups()) {
      parameters.add(
          tape.leaf(
              zeros.computeIfAbsent(
                  List.of(group.rows(), group.cols()),
                  unknown -> device.tensor(group.rows(), group.cols()))));
    }
    List<Variable> seen =
        spec.architecture()
            .forward(
                spec.sizes(),
                tape,
                inputs,
                parameters.stream().map(variable -> new Leaf(variable, 1)).toList());
    return new NetworkTrace(spec.layout(), inputs, parameters, tape.nodes(), seen);
  }

  /** Returns the rows of an example. */
  static int rows(InputShape shape) {
    return shape instanceof InputShape.Token token ? token.window() : 1;
  }
}
