package org.retrograde.hypergrad.objective;

import org.retrograde.hypergrad.hyperparameter.ExampleWeights;
import org.retrograde.hypergrad.hyperparameter.TrainingInputs;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * An array theta that enters an objective's loss, and the derivative of the final loss with respect
 * to it.
 *
 * @param name by which hyperparameters refer to it
 * @param value theta, in the device's precision
 * @param adjoint d_theta, the shape of {@code value}, in double precision; the objective adds to it
 */
public record LossParameter(String name, Tensor value, Tensor adjoint) {

  /** The name of training inputs, [example, feature]. */
  public static final String TRAINING_INPUTS = TrainingInputs.ARRAY;

  /** The name of the weights of training rows, [example, 1]. */
  public static final String EXAMPLE_WEIGHTS = ExampleWeights.ARRAY;

  /** Makes a parameter with an adjoint of zeros. */
  public static LossParameter of(Device device, String name, Tensor value) {
    return new LossParameter(
        name, value, device.tensor(Precision.FLOAT64, value.rows(), value.cols()));
  }
}
