package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.word.Keyword;

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
    LEARNING_RATE("learning rate, over time"),
    /** Momentum decay, over time. */
    MOMENTUM("momentum decay, over time"),
    /** Decay of AdamW's mean gradient, over time. */
    BETA1("decay of AdamW's mean gradient, over time"),
    /** Decay of the mean squared gradient, over time. */
    BETA2("decay of the mean squared gradient, over time"),
    /** What is added to the root of the mean square, over time. */
    EPSILON("what is added to the root of the mean square, over time"),
    /** AdamW's decoupled weight decay, over time. */
    WEIGHT_DECAY("AdamW's decoupled weight decay, over time"),
    /** Standard deviation of the initial weights. */
    INIT_SCALE("standard deviation of the initial weights"),
    /** Factor of the weights in the forward pass. */
    MULTIPLIER("factor of the weights in the forward pass"),
    /** Penalty on the squared weights. */
    L2("penalty on the squared weights"),
    /** The training rows themselves. */
    TRAINING_INPUTS("the training rows themselves");

    private final String meaning;

    Name(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What has a value of its own. */
  public enum Per implements Keyword {
    /** Each weight matrix and each bias. */
    GROUP("each weight matrix and each bias"),
    /** Each weight matrix. */
    WEIGHT_GROUP("each weight matrix"),
    /** Each layer: a weight matrix and its bias share one. */
    LAYER("each layer: a weight matrix and its bias share one"),
    /** One for the whole network. */
    ALL("one for the whole network"),
    /** Each single parameter. */
    PARAMETER("each single parameter"),
    /** Each training row. */
    EXAMPLE("each training row");

    private final String meaning;

    Per(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
