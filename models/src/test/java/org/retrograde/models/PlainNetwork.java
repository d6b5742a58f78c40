package org.retrograde.models;

import java.util.List;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.NetworkSpec;

/**
 * The loss of a multilayer perceptron in plain Java loops: shares nothing with the devices and the
 * tape, so that differences taken through it are an independent reference.
 */
public final class PlainNetwork {

  private final NetworkSpec spec;
  private double nearestKink = Double.POSITIVE_INFINITY;

  /** Makes the network of {@code spec}. */
  public PlainNetwork(NetworkSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns the mean loss.
   *
   * @param inputs [rows][features]
   * @param targets [rows][outputs]
   * @param weights W1, b1, W2, b2, ..., row by row
   */
  public double loss(double[][] inputs, double[][] targets, List<double[]> weights) {
    double sum = 0;
    for (int row = 0; row < inputs.length; row++) {
      double[] outputs = outputs(inputs[row], weights);
      sum +=
          spec.loss().plain() == Loss.CROSS_ENTROPY
              ? crossEntropy(outputs, targets[row])
              : squaredError(outputs, targets[row]);
    }
    return sum / inputs.length;
  }

  /** Returns the smallest magnitude of a hidden unit's argument so far. */
  public double nearestKink() {
    return nearestKink;
  }

  private double[] outputs(double[] input, List<double[]> weights) {
    double[] h = input;
    int layers = spec.layout().layers();
    for (int layer = 0; layer < layers; layer++) {
      double[] w = weights.get(2 * layer);
      double[] z = weights.get(2 * layer + 1).clone();
      for (int j = 0; j < z.length; j++) {
        double sum = 0;
        for (int i = 0; i < h.length; i++) {
          sum += h[i] * w[i * z.length + j];
        }
        z[j] += spec.multipliers().get(2 * layer) * sum;
        if (layer < layers - 1) {
          nearestKink = Math.min(nearestKink, Math.abs(z[j]));
          z[j] = activation(z[j]);
        }
      }
      h = z;
    }
    return h;
  }

  private double activation(double z) {
    return switch (spec.sizes().activation()) {
      case TANH -> Math.tanh(z);
      case RELU -> Math.max(z, 0);
      case LOGISTIC -> 1 / (1 + Math.exp(-z));
      case GELU ->
          z / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * Math.pow(z, 3))));
      case SILU -> z / (1 + Math.exp(-z));
      case SQUARED_RELU -> Math.pow(Math.max(z, 0), 2);
    };
  }

  /** With what training has on top: smoothed labels, and the square of the logarithm. */
  private double crossEntropy(double[] outputs, double[] targets) {
    double shared = spec.loss().labelSmoothing();
    double partition = 0;
    double linear = 0;
    for (int j = 0; j < outputs.length; j++) {
      partition += Math.exp(outputs[j]);
      linear += ((1 - shared) * targets[j] + shared / outputs.length) * outputs[j];
    }
    double logSum = Math.log(partition);
    return logSum - linear + spec.loss().zLoss() * logSum * logSum;
  }

  private static double squaredError(double[] outputs, double[] targets) {
    double sum = 0;
    for (int j = 0; j < outputs.length; j++) {
      sum += (outputs[j] - targets[j]) * (outputs[j] - targets[j]);
    }
    return sum / outputs.length;
  }
}
