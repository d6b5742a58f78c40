package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.GridConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.statistics.Digits;

/** Searches a grid of learning rates and momenta for each schedule. */
final class GridPhase implements Phase {

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.grid() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of("grid", seeds(config, grid(config)));
  }

  private static List<Long> seeds(ExperimentConfig config, GridConfig grid) {
    return config.seeds("grid", grid.seeds());
  }

  private static GridConfig grid(ExperimentConfig config) {
    return Objects.requireNonNull(config.grid());
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    GridConfig grid = grid(context.config());
    List<Long> seeds = seeds(context.config(), grid);
    List<ArmConfig> arms = arms(grid);
    List<List<Trial<Double>>> trials = new ArrayList<>();
    for (ArmConfig arm : arms) {
      RunSettings settings = Hyperparameters.settings(context.problem(), arm);
      trials.add(Trial.onSeeds(context.problem(), settings, seeds, new FinalLoss()));
    }
    List<List<Outcome<Double>>> outcomes =
        context.runRows("grid", trials, (row, outcome) -> Digits.of(loss(outcome)));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      points.add(new Point(arms.get(i), outcomes.get(i).stream().map(GridPhase::loss).toList()));
    }
    context.update(results -> results.with(new Grid(withWinners(points))));
  }

  private static List<ArmConfig> arms(GridConfig grid) {
    List<ArmConfig> arms = new ArrayList<>();
    for (Schedule schedule : grid.arms()) {
      for (double momentum : grid.momenta()) {
        for (double rate : grid.learningRates().values()) {
          arms.add(new ArmConfig(schedule, rate, momentum, "grid"));
        }
      }
    }
    return arms;
  }

  private static double loss(Outcome<Double> outcome) {
    return outcome.map(loss -> loss, Double.POSITIVE_INFINITY);
  }

  private static List<GridPoint> withWinners(List<Point> points) {
    List<GridPoint> result = new ArrayList<>();
    for (Point point : points) {
      Point winner =
          points.stream()
              .filter(other -> other.arm().schedule().equals(point.arm().schedule()))
              .min(Comparator.comparingDouble(Point::mean))
              .orElse(point);
      result.add(
          new GridPoint(
              ConfigWriter.inOneLine(point.arm().schedule()),
              point.arm().learningRate(),
              point.arm().momentum(),
              point.mean(),
              point.spread(),
              point.equals(winner) && Double.isFinite(winner.mean())));
    }
    return result;
  }

  private record Point(ArmConfig arm, List<Double> losses) {

    double mean() {
      return losses.stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
    }

    /** Standard deviation over the seeds. */
    double spread() {
      double mean = mean();
      double sum = losses.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
      return losses.size() < 2 ? 0 : Math.sqrt(sum / (losses.size() - 1));
    }
  }
}
