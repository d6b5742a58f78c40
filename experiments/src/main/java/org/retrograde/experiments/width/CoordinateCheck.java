package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.runner.Jobs;
import org.retrograde.experiments.runner.Progress;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Measures how the sizes of pre-activations, and of their changes since the start, follow the width
 * over the first steps of training, on a fixed batch.
 *
 * <p>Under a right parametrization every layer moves by as much at every width. What a layer moves
 * by is the sum of what its own weights, its bias, and all layers below contribute; so that the
 * tensor at fault can be named, each tensor's first step is also measured alone: with all other
 * tensors at their start, how far does it move its own layer?
 *
 * <p>The changes are what counts. Raw sizes are dominated by the start and hide what training does.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V,
 *     appendix D.1
 */
public final class CoordinateCheck {

  private static final String PURPOSE = "coordcheck";

  private final Workbench bench;
  private final Settings settings;
  private final RunSettings tuned;
  private final DeviceData batch;
  private final List<ParameterGroup> groups;

  /**
   * What to measure.
   *
   * @param widths of the hidden layers, ascending, at least two
   * @param seeds runs at each width, at least 1
   * @param steps of training to look at, at least 1
   */
  public record Settings(List<Integer> widths, int seeds, int steps) {

    /** Checks the ranges, sorts the widths. */
    public Settings {
      widths = widths.stream().distinct().sorted().toList();
      if (widths.size() < 2 || widths.get(0) < 1) {
        throw new IllegalArgumentException(
            "widths must be at least two numbers of at least 1, got " + widths);
      }
      if (seeds < 1) {
        throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
      }
      if (steps < 1) {
        throw new IllegalArgumentException("steps must be at least 1, got " + steps);
      }
    }
  }

  /**
   * Makes the check of an experiment, at the settings that tuning would start from.
   *
   * @throws IllegalArgumentException if its training has fewer steps than are to be looked at
   */
  public CoordinateCheck(Workbench bench, Settings settings) {
    int all = bench.config().training().steps();
    if (settings.steps() > all) {
      throw new IllegalArgumentException(
          "steps must be at most training.steps (%d), got %d".formatted(all, settings.steps()));
    }
    this.bench = bench;
    this.settings = settings;
    this.tuned = Hyperparameters.settings(bench, bench.config().startingArm());
    this.batch = bench.trainingRows(bench.config().training().batch());
    this.groups = bench.groups();
  }

  /** Returns the seeds of initial weights and batches. */
  public List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed : Seeds.range(bench.config().seed(), PURPOSE, 0, settings.seeds())) {
      seeds.add(seed);
    }
    return seeds;
  }

  /** Measures every width with every seed. */
  public CoordinateSizes run(Jobs jobs, Progress progress) throws InterruptedException {
    List<Callable<Sample>> tasks = new ArrayList<>();
    for (int i = settings.widths().size() - 1; i >= 0; i--) { // the longest first
      int width = settings.widths().get(i);
      for (long seed : seeds()) {
        tasks.add(() -> sample(width, seed));
      }
    }
    progress.begin("widths", tasks.size());
    List<Sample> samples =
        jobs.run(tasks, sample -> progress.step("width %d".formatted(sample.width())));
    progress.end();
    List<String> failures = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.failure() != null) {
        failures.add("width %d: %s".formatted(sample.width(), sample.failure()));
      }
    }
    return new CoordinateSizes(
        settings.widths(), places().stream().map(p -> series(p, samples)).toList(), failures);
  }

  /** A size that is measured. */
  private record Place(Measure measure, String name, int step) {}

  /**
   * What one run gave.
   *
   * @param means mean magnitudes; those after a failure are not there
   * @param failure where the run left the numbers, or null
   */
  private record Sample(int width, Map<Place, Double> means, @Nullable String failure) {}

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int layer = 1; layer <= groups.size() / 2; layer++) {
      for (int step = 0; step <= settings.steps(); step++) {
        places.add(new Place(Measure.SIZE, "z" + layer, step));
      }
      for (int step = 1; step <= settings.steps(); step++) {
        places.add(new Place(Measure.CHANGE, "z" + layer, step));
      }
    }
    groups.forEach(group -> places.add(new Place(Measure.OWN_CHANGE, group.name(), 1)));
    return places;
  }

  private CoordinateSeries series(Place place, List<Sample> samples) {
    List<Double> sizes =
        settings.widths().stream()
            .map(
                width ->
                    samples.stream()
                        .filter(sample -> sample.width() == width)
                        .mapToDouble(s -> s.means().getOrDefault(place, Double.POSITIVE_INFINITY))
                        .average()
                        .orElse(Double.NaN))
            .toList();
    return new CoordinateSeries(
        place.measure(),
        place.name(),
        place.step(),
        sizes,
        LogLine.slope(settings.widths(), sizes));
  }

  private Sample sample(int width, long seed) {
    Workbench.NetworkRun network = bench.run(width, seed, tuned);
    Map<Place, Double> means = new LinkedHashMap<>();
    String failure;
    try {
      failure = measure(network, means);
    } catch (DivergenceException | CoefficientRangeException e) {
      failure = e.getMessage();
    }
    return new Sample(width, means, failure);
  }

  /** Returns what is not finite, or null. */
  private @Nullable String measure(Workbench.NetworkRun network, Map<Place, Double> means) {
    NetworkObjective objective = network.objective();
    TrainingRun run = network.run();
    List<Tensor> start = start(run);
    List<double[]> before = objective.preActivations(batch, start);
    for (int step = 0; step <= settings.steps(); step++) {
      List<double[]> now = before;
      if (step > 0) {
        List<Tensor> weights =
            run.withSettings(run.settings().head(step)).train().effectiveWeights();
        now = objective.preActivations(batch, weights);
        if (step == 1) {
          ownChanges(objective, start, weights, means);
        }
      }
      for (int layer = 0; layer < now.size(); layer++) {
        String name = "z" + (layer + 1);
        double size = meanMagnitude(now.get(layer), 0, before.get(layer));
        if (!Double.isFinite(size)) {
          return "%s is not finite after step %d".formatted(name, step);
        }
        means.put(new Place(Measure.SIZE, name, step), size);
        if (step > 0) {
          double change = meanMagnitude(now.get(layer), 1, before.get(layer));
          means.put(new Place(Measure.CHANGE, name, step), change);
        }
      }
    }
    return null;
  }

  /** Moves one tensor at a time, and looks at its own layer. */
  private void ownChanges(
      NetworkObjective objective,
      List<Tensor> start,
      List<Tensor> weights,
      Map<Place, Double> means) {
    List<double[]> before = objective.preActivations(batch, start);
    for (int g = 0; g < groups.size(); g++) {
      List<Tensor> moved = new ArrayList<>(start);
      moved.set(g, weights.get(g));
      double[] after = objective.preActivations(batch, moved).get(g / 2);
      means.put(
          new Place(Measure.OWN_CHANGE, groups.get(g).name(), 1),
          meanMagnitude(after, 1, before.get(g / 2)));
    }
  }

  private List<Tensor> start(TrainingRun run) {
    List<Tensor> start = new ArrayList<>();
    List<double[]> initial = run.initialWeights();
    for (int g = 0; g < initial.size(); g++) {
      ParameterGroup group = run.objective().groups().get(g);
      Tensor tensor = bench.device().tensor(group.rows(), group.cols());
      tensor.assign(initial.get(g));
      start.add(tensor);
    }
    return run.preparedObjective().effective(start);
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
