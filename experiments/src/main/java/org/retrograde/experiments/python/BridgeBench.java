package org.retrograde.experiments.python;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.bench.Figure;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Tensor;

/**
 * What it costs that a model is in another process: the calls of a training and of its way back
 * through the bridge, in turn with the same calls in a plain loop of the worker's Python.
 */
public final class BridgeBench {

  private final ExperimentConfig config;
  private final int steps;
  private final int rounds;

  /**
   * Prepares it.
   *
   * @param config of an experiment whose model stays in Python
   * @param steps of a round
   * @param rounds of each figure
   */
  public BridgeBench(ExperimentConfig config, int steps, int rounds) {
    if (!(config.problem().kind() instanceof PythonType)) {
      throw new DataException(
          "%s: its problem is %s; the bridge is timed with a model in Python"
              .formatted(config.name(), config.problem().kind().word()));
    }
    this.config = config;
    this.steps = steps;
    this.rounds = rounds;
  }

  /** Measures, and says how far it is. */
  public Map<String, Figure> run(Progress progress) {
    PythonModel model = ProvedModel.load(config).model();
    int threads = config.run().threads();
    Figure.Samples gradients = new Figure.Samples("ms", threads);
    Figure.Samples products = new Figure.Samples("ms", threads);
    try (Device device = Devices.open(config.run().device(), config.run().deviceSettings())) {
      Place place = new Place(model, device);
      place.loop(true); // warms up what is compiled and loaded at the first call
      place.bridged(true);
      progress.begin("bridge", rounds);
      for (int round = 0; round < rounds; round++) {
        gradients.add(place.bridged(false), place.loop(false));
        products.add(place.bridged(true), place.loop(true));
        progress.step("%d steps".formatted(steps));
      }
      progress.end();
    }
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("gradient", gradients.figure());
    figures.put("gradient and Hessian product", products.figure());
    return figures;
  }

  private final class Place {

    private final Workers workers;
    private final PythonObjective objective;
    private final List<Tensor> weights;
    private final List<Tensor> gradient;
    private final List<Tensor> direction;

    Place(PythonModel model, Device device) {
      this.workers = model.workers(device.precision());
      this.objective = model.objective(device, model.width(), Seeds.of(config.seed(), "bridge", 0));
      this.weights = objective.start();
      this.direction = objective.start();
      this.gradient = objective.zeros();
    }

    /** Returns the milliseconds of a step through the bridge. */
    double bridged(boolean back) {
      long begin = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        if (back) {
          Linearization around = objective.linearize(step, weights, gradient);
          around.hessianProduct(direction, gradient, 1);
        } else {
          objective.evaluate(step, weights, gradient);
        }
      }
      return (System.nanoTime() - begin) / 1e6 / steps;
    }

    /** Returns the milliseconds of a step in the worker alone. */
    double loop(boolean back) {
      return 1e3
          / steps
          * workers.ask(
              session -> session.loop(objective.point(0, weights), direction, steps, back));
    }
  }
}
