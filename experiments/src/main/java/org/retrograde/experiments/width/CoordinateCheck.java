package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Measures how the sizes of what the probes of a network see, its pre-activations, and of their
 * changes since the start, follow the width over the first steps of training, on a fixed batch.
 *
 * <p>Under a right parametrization every layer moves by as much at every width. What a layer moves
 * by is the sum of what its own weights, its bias, and all layers below contribute; so that the
 * tensor at fault can be named, each tensor's first step is also measured alone: with all other
 * tensors at their start, how far does it move the probe that it moves first?
 *
 * <p>The changes are what counts. Raw sizes are dominated by the start and hide what training does.
 *
 * <p>Narrow networks differ more from seed to seed, and cost less: a width gets as many more seeds
 * as it is narrower than the widest, up to 8 times. Sizes at the start, where the few outputs vary
 * most and nothing is trained, get 4 times as many as those.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V,
 *     appendix D.1
 */
public final class CoordinateCheck {

  private static final String PURPOSE = "coordcheck";
  private static final int MOST_SEEDS = 8;
  private static final int STARTS = 4;

  private final Workbench bench;
  private final Settings settings;
  private final RunSettings tuned;
  private final DeviceData batch;
  private final Layout layout;

  /** All seeds are listed, several times as many at narrow widths. */
  private static final int MOST_RUNS = 100_000;

  /**
   * What to measure.
   *
   * @param widths of the hidden layers, ascending, at least two
   * @param seeds runs at the widest, at least 1
   * @param steps of training to look at, at least 1
   * @param readout what the output weights are multiplied by at the start, above 0
   */
  public record Settings(List<Integer> widths, int seeds, int steps, double readout) {

    /** Checks the ranges, sorts the widths. */
    public Settings {
      widths = widths.stream().distinct().sorted().toList();
      if (widths.size() < 2 || widths.get(0) < 1) {
        throw new IllegalArgumentException(
            "widths must be at least two numbers of at least 1, got " + widths);
      }
      if (seeds < 1 || seeds > MOST_RUNS) {
        throw new IllegalArgumentException(
            "seeds must be at least 1, got %d (at most %d)".formatted(seeds, MOST_RUNS));
      }
      if (steps < 1) {
        throw new IllegalArgumentException("steps must be at least 1, got " + steps);
      }
      if (!(readout > 0) || Double.isInfinite(readout)) {
        throw new IllegalArgumentException("readout must be above 0, got " + readout);
      }
    }

    /** Returns the number of runs at a width. */
    int seedsAt(int width) {
      int widest = widths.get(widths.size() - 1);
      return seeds * Math.min(MOST_SEEDS, widest / width);
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
    this.layout = bench.layout();
    for (int g = 0; g < layout.parameters().size(); g++) {
      Role role = layout.parameters().get(g).role();
      if (role.isWeight() && role.isReadout()) {
        tuned.initLogScale()[g] += Math.log(settings.readout());
      }
    }
  }

  /** Returns the seeds of initial weights and batches at the narrowest; others use the first. */
  public List<Long> seeds() {
    return seeds(settings.seedsAt(settings.widths().get(0)));
  }

  private List<Long> seeds(int count) {
    return bench.config().seeds(PURPOSE, count);
  }

  /** Measures every width with every seed. */
  public CoordinateSizes run(TrialEngine engine, Progress progress) throws InterruptedException {
    List<Trial<Sample>> trials = new ArrayList<>();
    for (int i = settings.widths().size() - 1; i >= 0; i--) { // the longest first
      int width = settings.widths().get(i);
      int trained = settings.seedsAt(width);
      List<Long> all = seeds(STARTS * trained);
      for (int k = 0; k < all.size(); k++) {
        int steps = k < trained ? settings.steps() : 0;
        trials.add(new Trial<>(bench, tuned, width, all.get(k), new Look(this, steps)));
      }
    }
    progress.begin("widths", trials.size());
    List<Sample> samples =
        engine
            .run(
                trials,
                (index, outcome) ->
                    progress.step(
                        String.format(Locale.ROOT, "width %d", trials.get(index).width())))
            .stream()
            .map(Outcome::get)
            .toList();
    progress.end();
    List<Fault> failures = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.failure() != null) {
        failures.add(sample.failure());
      }
    }
    return new CoordinateSizes(
        settings.widths(),
        layout.probes(),
        places().stream().map(p -> series(p, samples)).toList(),
        failures);
  }

  /** What is wanted of a run: sizes at every place, up to a step or to a failure. */
  private record Look(CoordinateCheck check, int steps) implements Want<Sample> {

    @Override
    public Class<Sample> type() {
      return Sample.class;
    }

    @Override
    public Sample of(Problem problem, RunSettings tuned, int width, long seed) {
      return check.sample(width, seed, steps);
    }
  }

  /** A size that is measured. */
  private record Place(Measure measure, String name, int step) {}

  /**
   * What one run gave.
   *
   * @param steps that were looked at
   * @param means mean magnitudes; those after a failure are not there
   * @param failure where the run left the numbers, or null
   */
  private record Sample(int width, int steps, Map<Place, Double> means, @Nullable Fault failure) {

    /** Returns the mean magnitude at a place, infinite after a failure. */
    double at(Place place) {
      return means.getOrDefault(place, Double.POSITIVE_INFINITY);
    }
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Probe probe : layout.probes()) {
      for (int step = 0; step <= settings.steps(); step++) {
        places.add(new Place(Measure.SIZE, probe.name(), step));
      }
      for (int step = 1; step <= settings.steps(); step++) {
        places.add(new Place(Measure.CHANGE, probe.name(), step));
      }
    }
    layout.groups().forEach(group -> places.add(new Place(Measure.OWN_CHANGE, group.name(), 1)));
    return places;
  }

  private CoordinateSeries series(Place place, List<Sample> samples) {
    List<Double> sizes =
        settings.widths().stream()
            .map(
                width ->
                    samples.stream()
                        .filter(s -> s.width() == width && s.steps() >= place.step())
                        .mapToDouble(s -> s.at(place))
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

  private Sample sample(int width, long seed, int steps) {
    Workbench.NetworkRun network = bench.run(width, seed, tuned);
    TrainingRun run = network.run();
    Watch watch = new Watch(network.objective(), width);
    Fault failure = null;
    try {
      if (steps == 0) {
        watch.look(run.initialTensors());
      } else {
        run.withSettings(run.settings().head(steps)).train(watch::look);
      }
    } catch (DivergenceException e) {
      failure =
          new Fault(e.place(), String.format(Locale.ROOT, "width %d: %s", width, e.getMessage()));
    } catch (CoefficientRangeException e) {
      failure =
          new Fault(
              "coefficients", String.format(Locale.ROOT, "width %d: %s", width, e.getMessage()));
    }
    return new Sample(width, steps, watch.means, failure == null ? watch.failure : failure);
  }

  /** Looks at one run, at its start and after each step. */
  private final class Watch {

    private final NetworkObjective objective;
    private final int width;
    private final Map<Place, Double> means = new LinkedHashMap<>();
    private final List<Tensor> start = new ArrayList<>();
    private List<double[]> before = List.of();
    private @Nullable Fault failure;
    private int step;

    Watch(NetworkObjective objective, int width) {
      this.objective = objective;
      this.width = width;
    }

    void look(List<Tensor> weights) {
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
        ownChanges(weights);
      }
      step++;
    }

    /** Moves one tensor at a time, and looks at the probe that it moves first. */
    private void ownChanges(List<Tensor> weights) {
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
        failure =
            new Fault(
                name,
                String.format(
                    Locale.ROOT, "width %d: it is not finite after step %d", width, step));
      }
    }

    private Tensor copy(Tensor tensor) {
      Tensor copy = bench.device().tensor(tensor.rows(), tensor.cols());
      copy.assign(tensor);
      return copy;
    }
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
