package org.retrograde.models.network.architecture;

import java.util.List;
import java.util.OptionalInt;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.reversible.word.Word;

/**
 * How networks of one kind are built, of any size: their tensors, and what they do with them.
 *
 * <p>Whatever depends on what a tensor is asks its {@link Parameter}: the start, the rules of the
 * width, which tensors share a tuned value, the coordinate check, reports. Derivatives of both
 * orders follow from the tape. Numbers of its own are components of a record.
 */
public interface Architecture extends Word {

  /**
   * Returns the tensors and probes of a network. Their number and their names follow from the
   * number of hidden layers alone, not from the width.
   *
   * @throws IllegalArgumentException if there is no network of these sizes; says why
   */
  Layout layout(NetworkSizes sizes);

  /** Returns the hidden layers that it says itself; empty where they are as many as one likes. */
  default OptionalInt depth() {
    return OptionalInt.empty();
  }

  /**
   * Returns how a network of so many hidden layers follows the depth; most follow no rule of it.
   */
  default DepthScaling depth(int layers) {
    return DepthScaling.NONE;
  }

  /** Returns a shape of examples that it takes, the smallest; most take any. */
  default InputShape leastShape() {
    return new InputShape.Features(1);
  }

  /**
   * Records the forward pass of a network.
   *
   * @param tape the pass, and no other, is recorded on it
   * @param inputs [rows, sizes.inputs()]
   * @param parameters one a parameter of the layout, in its order
   * @return what the probes of the layout see, in its order; the last is the prediction, [rows,
   *     sizes.outputs()], before the softmax of a loss that has one
   */
  List<Variable> forward(NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters);
}
