package org.retrograde.experiments.problem;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ModelConfig;
import org.retrograde.experiments.config.SizeBounds;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.Initializer;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The networks of a config, one for every width, and how they are trained: numbers and rules alone,
 * for which no device and no data are needed.
 *
 * @param config what describes them
 * @param shape of an example
 * @param classes outputs
 */
public record NetworkFamily(ExperimentConfig config, InputShape shape, int classes) {

  /** Makes those of examples whose features are in no order. */
  public NetworkFamily(ExperimentConfig config, int features, int classes) {
    this(config, new InputShape.Features(features), classes);
  }

  /** Returns the rule table. */
  Parametrization parametrization() {
    return config.model().parametrization();
  }

  /** Returns the width factors of the network of some width. */
  public WidthScaling scaling(int width) {
    ModelConfig model = config.model();
    return new WidthScaling(
        parametrization(),
        optimizer().scaling(),
        model.decayRule(),
        layout(width).over(layout(model.baseWidth())));
  }

  /** Returns the network of some width. */
  public NetworkSpec spec(int width) {
    ModelConfig model = config.model();
    TrainingConfig training = config.training();
    return new NetworkSpec(
        model.architecture(),
        sizes(width),
        new TrainingLoss(model.loss(), training.labelSmoothing(), training.zLoss()),
        scaling(width).multipliers());
  }

  /** Draws a start of the network of some width, at an init scale of 1. */
  List<Tensor> draw(Device device, RandomGenerator random, int width) {
    return initializer(width).draw(device, random);
  }

  /** Returns the standard deviation of a parameter group there; 0 if it starts at zero. */
  public double deviation(int group, int width) {
    return initializer(width).deviation(group);
  }

  private Initializer initializer(int width) {
    Initialization rule = config.model().init();
    return new Initializer(rule, layout(width), layout(config.model().baseWidth()), scaling(width));
  }

  /**
   * Returns the tensors and probes of the network of some width.
   *
   * @throws ConfigException if there is none for these examples
   */
  public Layout layout(int width) {
    try {
      return config.model().architecture().layout(sizes(width));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          List.of(
              new ConfigError(
                  config.name(), 0, "model.architecture", String.valueOf(e.getMessage()))));
    }
  }

  /** Refuses what no array holds: only now it is known how many features and classes there are. */
  private NetworkSizes sizes(int width) {
    NetworkSizes sizes = config.model().sizes(shape, width, classes);
    SizeBounds.network(shape.features(), sizes.hidden(), classes)
        .ifPresent(
            message -> {
              String path = config.model().hasWidth() ? "width " + width : "model.hidden";
              throw new ConfigException(List.of(new ConfigError(config.name(), 0, path, message)));
            });
    return sizes;
  }

  /** Returns the update rule. */
  public Optimizer optimizer() {
    return config.training().optimizer();
  }
}
