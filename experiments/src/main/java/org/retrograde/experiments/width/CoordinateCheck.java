package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;

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
 * <p>In depth likewise: probes and tensors are then those of a network of one hidden layer, which
 * deeper ones have too.
 *
 * <p>Every width has the same seeds, and a seed the same batches at every width, so what differs
 * between batches cancels in slopes ({@link PairedSlope}). How much chance is left depends on the
 * network, the batch and the widths; so seeds are added, twice as many each time, until every slope
 * is clear or there are as many as are allowed.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V,
 *     appendix D.1
 */
public final class CoordinateCheck {

  private static final String PURPOSE = "coordcheck";

  /** Enough for Student's t not to be wide on its own. */
  private static final int FIRST_SEEDS = 16;

  /** All seeds are listed. */
  private static final int MOST_SEEDS = 100_000;

  private final Workbench bench;
  private final Settings settings;

  /** What is trained at each value. */
  private final Map<Integer, Workbench> benches;

  private final DeviceData batch;
  private final Layout layout;

  /**
   * What to measure.
   *
   * @param axis along which networks become larger
   * @param values widths of the hidden layers, or how many there are; ascending, at least two
   * @param seeds runs at each width at most, at least 2; fewer are made where fewer decide
   * @param steps of training to look at, at least 1
   * @param readout what the output weights are multiplied by at the start, above 0
   */
  public record Settings(Axis axis, List<Integer> values, int seeds, int steps, double readout) {

    /** Makes the settings of a check by width. */
    public Settings(List<Integer> widths, int seeds, int steps, double readout) {
      this(Axis.WIDTH, widths, seeds, steps, readout);
    }

    /** Checks the ranges, sorts the values. */
    public Settings {
      values = values.stream().distinct().sorted().toList();
      if (values.size() < 2 || values.get(0) < 1) {
        throw new IllegalArgumentException(
            "%ss must be at least two numbers of at least 1, got %s"
                .formatted(axis.word(), values));
      }
      if (seeds < 2 || seeds > MOST_SEEDS) {
        throw new IllegalArgumentException(
            "seeds must be at least 2, as their spread decides, got %d (at most %d)"
                .formatted(seeds, MOST_SEEDS));
      }
      if (steps < 1) {
        throw new IllegalArgumentException("steps must be at least 1, got " + steps);
      }
      if (!(readout > 0) || Double.isInfinite(readout)) {
        throw new IllegalArgumentException("readout must be above 0, got " + readout);
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
    this.batch = bench.firstRows();
    this.layout = settings.axis().common(bench).layout();
    this.benches =
        settings.values().stream()
            .collect(Collectors.toMap(value -> value, value -> settings.axis().at(bench, value)));
  }

  private Workbench at(int value) {
    return Objects.requireNonNull(benches.get(value));
  }

  /** Returns the settings that tuning would start from, with smaller outputs. */
  private RunSettings tuned(int value) {
    Workbench at = at(value);
    RunSettings tuned = Hyperparameters.settings(at, bench.config().startingArm());
    List<Parameter> parameters = at.layout().parameters();
    for (int g = 0; g < parameters.size(); g++) {
      Role role = parameters.get(g).role();
      if (role.isWeight() && role.isReadout()) {
        tuned.initLogScale()[g] += Math.log(settings.readout());
      }
    }
    return tuned;
  }

  /** Returns the first seeds of initial weights and batches. */
  public List<Long> seeds(int count) {
    return bench.config().seeds(PURPOSE, count);
  }

  /** Measures every width with as many seeds as are needed. */
  public CoordinateSizes run(TrialEngine engine, Progress progress) throws InterruptedException {
    List<CoordinateSample> samples = new ArrayList<>();
    int seeds = 0;
    for (int look = 1; ; look++) {
      int enough = Math.min(settings.seeds(), Math.max(FIRST_SEEDS, 2 * seeds));
      samples.addAll(measure(seeds(enough).subList(seeds, enough), engine, progress));
      seeds = enough;
      CoordinateSizes sizes = sizes(samples, seeds, look);
      if (seeds == settings.seeds() || !CoordinateVerdict.hangsOnSeeds(sizes)) {
        return sizes;
      }
    }
  }

  /** Runs every width with some more seeds; the longest runs first, so that no core idles. */
  private List<CoordinateSample> measure(List<Long> seeds, TrialEngine engine, Progress progress)
      throws InterruptedException {
    Axis axis = settings.axis();
    List<Trial<CoordinateSample>> trials = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int value : settings.values().stream().sorted(Comparator.reverseOrder()).toList()) {
      RunSettings tuned = tuned(value);
      int width = axis.width(bench, value);
      for (long seed : seeds) {
        trials.add(new Trial<>(at(value), tuned, width, seed, new Look(this, value)));
        values.add(value);
      }
    }
    progress.begin(axis.word() + "s", trials.size());
    List<Outcome<CoordinateSample>> outcomes =
        engine.run(
            trials,
            (index, outcome) ->
                progress.step(String.format(Locale.ROOT, "%s %d", axis.word(), values.get(index))));
    progress.end();
    return outcomes.stream().map(Outcome::get).toList();
  }

  /** What is wanted of a run: sizes at every place, up to the last step or to a failure. */
  private record Look(CoordinateCheck check, int value) implements Want<CoordinateSample> {

    @Override
    public Class<CoordinateSample> type() {
      return CoordinateSample.class;
    }

    @Override
    public CoordinateSample of(Problem problem, RunSettings tuned, int width, long seed) {
      return new CoordinateRun(check.at(value), check.batch, check.settings.axis(), value)
          .sample(tuned, seed, check.settings.steps());
    }
  }

  private CoordinateSizes sizes(List<CoordinateSample> samples, int seeds, int look) {
    List<Fault> failures = new ArrayList<>();
    for (CoordinateSample sample : samples) {
      if (sample.failure() != null) {
        failures.add(sample.failure());
      }
    }
    return new CoordinateSizes(
        settings.axis(),
        settings.values(),
        seeds,
        look,
        layout.probes(),
        settings.axis() == Axis.WIDTH ? changePowers() : Map.of(),
        places().stream().map(place -> series(place, samples)).toList(),
        failures);
  }

  /** A probe changes as the tensors do that move it and those below it, the most of them. */
  private Map<String, Double> changePowers() {
    Map<String, Double> tensors = new HashMap<>();
    for (Parameter parameter : layout.parameters()) {
      tensors.put(
          parameter.name(),
          bench.parametrization().changePower(parameter.role(), bench.optimizer().scaling()));
    }
    Map<String, Double> powers = new HashMap<>(tensors);
    double most = Double.NEGATIVE_INFINITY;
    for (Probe probe : layout.probes()) {
      for (String name : probe.parameters()) {
        most = Math.max(most, tensors.getOrDefault(name, 0.0));
      }
      powers.put(probe.name(), most == Double.NEGATIVE_INFINITY ? 0 : most);
    }
    return powers;
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

  /** Samples of a value come in the order of the seeds, the same at every value. */
  private CoordinateSeries series(Place place, List<CoordinateSample> samples) {
    double[][] sizes =
        settings.values().stream()
            .map(
                value ->
                    samples.stream()
                        .filter(sample -> sample.value() == value)
                        .mapToDouble(sample -> sample.at(place))
                        .toArray())
            .toArray(double[][]::new);
    PairedSlope slope = PairedSlope.of(settings.values(), sizes);
    return new CoordinateSeries(
        place.measure(),
        place.name(),
        place.step(),
        PairedSlope.means(sizes),
        slope.value(),
        slope.error());
  }
}
