package org.retrograde.hypergrad.objective;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.GradientFunction;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A training problem bound to a device and a seed: the loss that each step descends, and the final
 * loss that hyperparameters are tuned for.
 *
 * <p>Lists of tensors have one tensor a parameter group, in the order of {@link #groups}, in the
 * device's precision unless a method says otherwise. Every method must return the same bits for the
 * same arguments. An objective may keep scratch arrays, so it serves one run at a time.
 */
public interface Objective extends GradientFunction {

  /** Returns the parameter groups. */
  List<ParameterGroup> groups();

  /**
   * Returns the start of the weights at an init scale of 1: usually standard normal draws, and
   * zeros for biases that start at zero.
   *
   * @param device that this objective is bound to
   * @return tensors of precision float64, in the shapes of {@link #groups}, which other runs may
   *     share. Not to be modified.
   */
  List<Tensor> initialWeights(Device device);

  /**
   * Evaluates the training loss of a step and its gradient g, and keeps what products with the
   * Hessian need.
   *
   * @param step t, from 0; chooses the minibatch
   * @param weights not modified; must not change while the result is used
   * @param gradient g. Overwritten.
   * @return valid until this objective is used again, or as long as it is held
   */
  Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient);

  @Override
  default Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
    return linearize(step, weights, gradient).loss();
  }

  /** Returns the final loss, for instance the mean loss over the validation set. */
  double finalLoss(List<Tensor> weights);

  /**
   * Evaluates the final loss and its gradient.
   *
   * @param gradient overwritten
   * @return the final loss
   */
  double finalGradient(List<Tensor> weights, List<Tensor> gradient);

  /** Returns arrays that enter the loss and may be tuned, such as the training inputs. */
  default List<LossParameter> parameters() {
    return List.of();
  }

  /**
   * Returns the weights as this objective's loss has them, where a wrapper changes them; for
   * judging them by other examples.
   *
   * @param weights not modified
   */
  default List<Tensor> effective(List<Tensor> weights) {
    return weights;
  }

  /**
   * Takes what has been added up so far of the derivative of the final loss with respect to what
   * enters this objective, all that {@link #collect} will write, so that a run can go on in another
   * process.
   */
  default void archive(Archive archive) {
    parameters().forEach(parameter -> archive.tensor(parameter.adjoint()));
  }

  /**
   * Writes the derivative of the final loss with respect to what enters this objective, as far as
   * it has been added up, into the derivative of a run.
   *
   * @param derivative modified
   */
  default void collect(RunSettings derivative) {
    for (LossParameter parameter : parameters()) {
      derivative.setLossParameter(parameter.name(), parameter.adjoint().toArray());
    }
  }
}
