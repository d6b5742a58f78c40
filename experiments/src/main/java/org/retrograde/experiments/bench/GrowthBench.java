package org.retrograde.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.DataLoader;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.plan.MeasuredSweep;
import org.retrograde.models.data.DataSplits;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;
import org.retrograde.reports.record.GrowthSeries.Axis;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Measures how one hypergradient grows: by exact replay, SGD with momentum .9, tanh, made-up data
 * of 784 features, a learning rate so small that nothing diverges in 10^5 steps.
 *
 * <ul>
 *   <li>With the steps: 784-50-50-50-10 units, 44,860 parameters, 250 rows a step.
 *   <li>With the parameters: 784-w-w-10 units, 50 steps of 32 rows, so few that matrix products do
 *       not hide the update.
 * </ul>
 *
 * <p>Time and memory come from the same sweep, see {@link MeasuredSweep}.
 */
public final class GrowthBench {

  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final int DEPTH = 3;
  private static final int WIDTH = 50;
  private static final int BATCH = 250;
  private static final int WIDE_DEPTH = 2;
  private static final int WIDE_BATCH = 32;
  private static final int WIDE_STEPS = 50;
  private static final double WARM_SECONDS = 3;

  private final Device device;
  private final Settings settings;
  private @Nullable DataSplits splits;

  /** Makes the bench. */
  public GrowthBench(Device device, Settings settings) {
    this.device = device;
    this.settings = settings;
  }

  /**
   * What to measure.
   *
   * @param maxSteps largest number of steps, at least 100
   * @param maxParameters largest number of parameters, at least 10^4
   * @param spillMemory megabytes of spilled words and logs in memory, at least 0; more goes to disk
   */
  public record Settings(int maxSteps, int maxParameters, int spillMemory) {

    /** The least that either axis begins with. */
    static final int LEAST_STEPS = 100;

    /** The least that either axis begins with. */
    static final int LEAST_PARAMETERS = 10_000;

    /** Checks the ranges. */
    public Settings {
      require("max-steps", LEAST_STEPS, maxSteps);
      require("max-parameters", LEAST_PARAMETERS, maxParameters);
      require("spill-memory", 0, spillMemory);
    }

    private static void require(String name, int least, int value) {
      if (value < least) {
        throw new IllegalArgumentException(
            "%s must be at least %d, got %d".formatted(name, least, value));
      }
    }

    /** Returns 100, 300, 1000, ... steps. */
    List<Integer> steps() {
      return ladder(LEAST_STEPS, maxSteps);
    }

    /** Returns about 10^4, 3 10^4, 10^5, ... parameters. */
    List<Integer> parameters() {
      return ladder(LEAST_PARAMETERS, maxParameters);
    }

    private static List<Integer> ladder(long least, long most) {
      return LongStream.iterate(least, size -> size <= most, size -> 10 * size)
          .flatMap(size -> LongStream.of(size, 3 * size))
          .filter(size -> size <= most)
          .mapToObj(Math::toIntExact)
          .toList();
    }
  }

  /**
   * Measures both axes, each from small to large.
   *
   * @param listener sees each point as it comes
   */
  public List<GrowthSeries> run(Consumer<GrowthPoint> listener) {
    List<Size> steps =
        settings.steps().stream().map(count -> new Size(DEPTH, WIDTH, BATCH, count)).toList();
    List<Size> parameters =
        settings.parameters().stream()
            .map(count -> new Size(WIDE_DEPTH, widthOf(count), WIDE_BATCH, WIDE_STEPS))
            .toList();
    // The large ones first: where memory does not suffice, that shows within minutes.
    GrowthSeries byParameters =
        series(
            Axis.PARAMETERS,
            String.format(Locale.ROOT, "networks of 784-w-w-10 units over %d steps", WIDE_STEPS),
            parameters,
            listener);
    GrowthSeries bySteps =
        series(Axis.STEPS, "a network of 784-50-50-50-10 units", steps, listener);
    return List.of(bySteps, byParameters);
  }

  /**
   * One hypergradient to measure.
   *
   * @param depth hidden layers
   * @param width of each
   * @param batch rows of a step
   * @param steps of training
   */
  private record Size(int depth, int width, int batch, int steps) {}

  /** Returns the width w at which 784-w-w-10 units have about some number of parameters. */
  private static int widthOf(int parameters) {
    double linear = FEATURES + CLASSES + WIDE_DEPTH;
    return (int)
        Math.round((Math.sqrt(linear * linear + 4.0 * (parameters - CLASSES)) - linear) / 2);
  }

  private GrowthSeries series(
      Axis axis, String network, List<Size> sizes, Consumer<GrowthPoint> listener) {
    warm(sizes.get(0));
    List<GrowthPoint> points = new ArrayList<>();
    for (Size size : sizes) {
      GrowthPoint point = point(size);
      points.add(point);
      listener.accept(point);
    }
    return new GrowthSeries(
        axis,
        network,
        sizes.get(0).batch(),
        exponent(axis, points, GrowthPoint::forwardSeconds),
        exponent(axis, points, GrowthPoint::backSeconds),
        points);
  }

  /** Returns the slope of log value against log size; NaN for a single point. */
  private static double exponent(
      Axis axis, List<GrowthPoint> points, ToDoubleFunction<GrowthPoint> value) {
    SimpleRegression line = new SimpleRegression();
    points.forEach(
        point ->
            line.addData(Math.log((double) axis.of(point)), Math.log(value.applyAsDouble(point))));
    return line.getSlope();
  }

  /** Lets the compiler see the code. */
  private void warm(Size size) {
    Workbench bench = bench(size);
    long start = System.nanoTime();
    do {
      Strategy.REPLAY.differentiate(runs(bench).get());
    } while (System.nanoTime() - start < WARM_SECONDS * 1e9);
  }

  private GrowthPoint point(Size size) {
    Workbench bench = bench(size);
    // Makes what an objective keeps between runs; and ND4J keeps what its last operations worked
    // on, such as the data of the size before, until the next ones.
    TrainingRun first = runs(bench).get();
    Strategy.REPLAY.differentiate(first.withSettings(first.settings().head(1)));
    MeasuredSweep sweep = MeasuredSweep.of(device, runs(bench), Strategy.REPLAY);
    List<ParameterGroup> groups = bench.groups();
    return new GrowthPoint(
        size.steps(),
        groups.stream().mapToLong(ParameterGroup::size).sum(),
        sweep.forwardSeconds(),
        sweep.backSeconds(),
        sweep.memoryBytes(),
        sweep.fileBytes(),
        sweep.exact());
  }

  private static Supplier<TrainingRun> runs(Workbench bench) {
    ExperimentConfig config = bench.config();
    return () ->
        bench
            .run(
                config.model().width(),
                config.seed(),
                Hyperparameters.settings(bench, config.startingArm()))
            .run();
  }

  private Workbench bench(Size size) {
    ExperimentConfig config =
        ConfigReader.readText(
            "growth",
            String.format(
                Locale.ROOT,
                """
                name: growth
                title: Growth
                run: {spill-memory: %d, jobs: 1}
                data: {source: synthetic, features: %d, classes: %d, train: 2000, validation: 250, test: 1}
                model: {width: %d, base-width: %d, depth: %d, activation: tanh, parametrization: standard}
                training: {steps: %d, batch: %d, learning-rate: 0.01, momentum: 0.9}
                reversal: {steps: 1}
                """,
                settings.spillMemory(),
                FEATURES,
                CLASSES,
                size.width(),
                size.width(),
                size.depth(),
                size.steps(),
                size.batch()),
            List.of());
    if (splits == null) {
      splits = DataLoader.load(config);
    }
    return new Workbench(config, device, splits);
  }
}
