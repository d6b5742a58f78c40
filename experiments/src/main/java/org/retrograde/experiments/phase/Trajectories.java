package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.tune.TunerIteration;
import org.retrograde.reports.record.TrajectoryMap;
import org.retrograde.reports.record.TrajectoryMap.Ground;
import org.retrograde.reports.record.TrajectoryMap.Trajectory;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** What training does at each meta-iteration, where a problem has two weights and can be drawn. */
final class Trajectories {

  private static final int COLUMNS = 161;
  private static final int ROWS = 121;

  /** How far the ground reaches beyond the trajectories, as a share of their extent. */
  private static final double MARGIN = 0.12;

  private final RunContext context;
  private final HyperparameterSpace space;
  private final List<ParameterGroup> groups;
  private final long seed;
  private final List<TunerIteration> seen = new ArrayList<>();

  Trajectories(RunContext context, HyperparameterSpace space) {
    this.context = context;
    this.space = space;
    this.groups = context.problem().groups();
    this.seed = Seeds.of(context.config().seed(), "trajectory", 0);
  }

  /** Remembers an iterate, if there is anything to draw. */
  void add(TunerIteration iteration) {
    if (groups.stream().mapToInt(ParameterGroup::size).sum() == 2) {
      seen.add(iteration);
    }
  }

  /** Trains at every iterate, and records the picture. */
  void draw() throws InterruptedException {
    if (seen.isEmpty()) {
      return;
    }
    List<Trial<WeightPath.Found>> trials =
        seen.stream()
            .map(one -> space.settings(one.raw().toArray()))
            .map(settings -> new Trial<>(context.problem(), settings, seed, new WeightPath()))
            .toList();
    List<Trajectory> paths = new ArrayList<>();
    context
        .engine()
        .run(trials)
        .forEach(
            outcome -> {
              TunerIteration one = seen.get(paths.size());
              Double check = one.checkLoss();
              paths.add(
                  new Trajectory(
                      "meta-iteration " + (one.iteration() + 1),
                      check == null ? Double.NaN : check,
                      outcome.get().first(),
                      outcome.get().second()));
            });
    TrajectoryMap map = new TrajectoryMap(name(0), name(1), ground(paths), paths);
    context.update(results -> results.with(map));
  }

  /** Names a weight after its group, and its place where the group has two. */
  private String name(int weight) {
    ParameterGroup first = groups.get(0);
    return first.size() == 2
        ? first.name() + (weight + 1)
        : groups.stream().filter(group -> group.size() == 1).toList().get(weight).name();
  }

  private Ground ground(List<Trajectory> paths) {
    double[] x = range(paths.stream().map(Trajectory::first).toList());
    double[] y = range(paths.stream().map(Trajectory::second).toList());
    RunSettings start = space.base();
    TrainingRun run = context.problem().runTuned(start, seed);
    Objective objective = run.preparedObjective();
    List<Tensor> weights = run.initialTensors(); // overwritten
    List<Double> losses = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double second = y[0] + (y[1] - y[0]) * row / (ROWS - 1);
      for (int column = 0; column < COLUMNS; column++) {
        place(weights, x[0] + (x[1] - x[0]) * column / (COLUMNS - 1), second);
        losses.add(objective.finalLoss(weights));
      }
    }
    return new Ground(x[0], x[1], y[0], y[1], COLUMNS, losses);
  }

  private static void place(List<Tensor> weights, double first, double second) {
    double[] both = {first, second};
    int from = 0;
    for (Tensor tensor : weights) {
      tensor.assign(Arrays.copyOfRange(both, from, from + tensor.size()));
      from += tensor.size();
    }
  }

  private static double[] range(List<List<Double>> values) {
    double least = values.stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(1);
    double margin = most > least ? MARGIN * (most - least) : 1;
    return new double[] {least - margin, most + margin};
  }
}
