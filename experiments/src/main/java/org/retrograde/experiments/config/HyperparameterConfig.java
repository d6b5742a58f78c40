package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of hyperparameter to tune or to search for.
 *
 * @param name what is tuned
 * @param knots values in time; 0 is a free value at every step, and the only one for what has no
 *     time
 * @param per what has a value of its own
 * @param start overrides the value to start from; null keeps it
 * @param shape schedule that learning rates are multiplied by; with any but flat, values are peaks
 * @param bounds smallest and largest value that a search tries; null for a tenth to ten times the
 *     start
 */
public record HyperparameterConfig(
    Name name,
    int knots,
    Per per,
    @Nullable Double start,
    Schedule shape,
    @Nullable List<Double> bounds) {
  /** Copies the list. */
  public HyperparameterConfig {
    bounds = bounds == null ? null : List.copyOf(bounds);
  }

  /** What is tuned. */
  public enum Name implements Keyword {
    /** Learning rate, over time. */
    LEARNING_RATE,
    /** Momentum decay, over time. */
    MOMENTUM,
    /** Decay of AdamW's mean gradient, over time. */
    BETA1,
    /** Decay of the mean squared gradient, over time. */
    BETA2,
    /** What is added to the root of the mean square, over time. */
    EPSILON,
    /** AdamW's decoupled weight decay, over time. */
    WEIGHT_DECAY,
    /** Standard deviation of the initial weights. */
    INIT_SCALE,
    /** Factor of the weights in the forward pass. */
    MULTIPLIER,
    /** Penalty on the squared weights. */
    L2,
    /** The training rows themselves. */
    TRAINING_INPUTS
  }

  /** What has a value of its own. */
  public enum Per implements Keyword {
    /** Each weight matrix and each bias. */
    GROUP,
    /** Each weight matrix. */
    WEIGHT_GROUP,
    /** Each layer: a weight matrix and its bias share one. */
    LAYER,
    /** One for the whole network. */
    ALL,
    /** Each single parameter. */
    PARAMETER,
    /** Each training row. */
    EXAMPLE
  }
}
