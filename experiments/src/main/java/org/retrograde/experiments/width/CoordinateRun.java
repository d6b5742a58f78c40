package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Looks at one run of a coordinate check, at its start and after each of its first steps. */
final class CoordinateRun {

  private final Workbench bench;
  private final Layout layout;
  private final DeviceData batch;
  private final Axis axis;
  private final int value;
  private final Map<Place, Double> means = new LinkedHashMap<>();
  private final List<Tensor> start = new ArrayList<>();
  private List<double[]> before = List.of();
  private @Nullable Fault failure;
  private int step;

  /**
   * Makes a look.
   *
   * @param bench that trains networks of this value
   * @param batch the rows whose pre-activations are looked at
   * @param axis along which networks become larger
   * @param value of this one
   */
  CoordinateRun(Workbench bench, DeviceData batch, Axis axis, int value) {
    this.bench = bench;
    this.layout = bench.layout();
    this.batch = batch;
    this.axis = axis;
    this.value = value;
  }

  /**
   * Trains, and returns what was seen. To be called once.
   *
   * @param tuned settings of its groups, without the factors of the width
   * @param seed of the start and the batches
   * @param steps of training, at least 1
   */
  CoordinateSample sample(RunSettings tuned, long seed, int steps) {
    Workbench.NetworkRun network = bench.run(axis.width(bench, value), seed, tuned);
    TrainingRun run = network.run();
    NetworkObjective objective = network.objective();
    try {
      run.withSettings(run.settings().head(steps)).train(weights -> look(objective, weights));
    } catch (DivergenceException e) {
      failure = fault(e.place(), String.valueOf(e.getMessage()));
    } catch (CoefficientRangeException e) {
      failure = fault("coefficients", String.valueOf(e.getMessage()));
    }
    return new CoordinateSample(value, means, failure);
  }

  private Fault fault(String place, String reason) {
    return new Fault(place, String.format(Locale.ROOT, "%s %d: %s", axis.word(), value, reason));
  }

  private void look(NetworkObjective objective, List<Tensor> weights) {
    List<double[]> now = objective.probe(batch, weights);
    if (step == 0) {
      before = now;
      weights.forEach(tensor -> start.add(copy(tensor)));
    }
    for (int p = 0; p < now.size(); p++) {
      String name = layout.probes().get(p).name();
      double[] z = now.get(p);
      put(Measure.SIZE, name, meanMagnitude(z, 0, z));
      if (step > 0) {
        put(Measure.CHANGE, name, meanMagnitude(z, 1, before.get(p)));
      }
    }
    if (step == 1) {
      ownChanges(objective, weights);
    }
    step++;
  }

  /** Moves one tensor at a time, and looks at the probe that it moves first. */
  private void ownChanges(NetworkObjective objective, List<Tensor> weights) {
    for (int g = 0; g < weights.size(); g++) {
      Parameter parameter = layout.parameters().get(g);
      int probe = layout.probeOf(parameter);
      List<Tensor> moved = new ArrayList<>(start);
      moved.set(g, weights.get(g));
      double[] after = objective.probe(batch, moved).get(probe);
      put(Measure.OWN_CHANGE, parameter.name(), meanMagnitude(after, 1, before.get(probe)));
    }
  }

  private void put(Measure measure, String name, double mean) {
    if (Double.isFinite(mean)) {
      means.put(new Place(measure, name, step), mean);
    } else if (failure == null) {
      failure = fault(name, String.format(Locale.ROOT, "it is not finite after step %d", step));
    }
  }

  private Tensor copy(Tensor tensor) {
    Tensor copy = bench.device().tensor(tensor.rows(), tensor.cols());
    copy.assign(tensor);
    return copy;
  }

  /** Returns the mean of |a - factor b|. */
  private static double meanMagnitude(double[] a, double factor, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - factor * b[i]);
    }
    return sum / a.length;
  }
}
