package org.retrograde.experiments.python;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.models.parametrization.Parametrization;

/** The links to the widths of a model, each worked out once. May be shared between threads. */
final class WidthLinks {

  private final PythonModel model;
  private final ExperimentConfig config;
  private final Map<Scale, Link> links = new ConcurrentHashMap<>();

  /** Makes them for a model. */
  WidthLinks(PythonModel model, ExperimentConfig config) {
    this.model = model;
    this.config = config;
  }

  /** Returns what leads from tuned settings to those of a width. */
  Link to(int width, Parametrization parametrization) {
    return model.settings().hasWidths()
        ? links.computeIfAbsent(
            new Scale(width, parametrization),
            asked -> WidthLink.of(model, config, asked.parametrization(), asked.width()))
        : Link.NONE;
  }

  /** Which factors are asked for. */
  private record Scale(int width, Parametrization parametrization) {}
}
